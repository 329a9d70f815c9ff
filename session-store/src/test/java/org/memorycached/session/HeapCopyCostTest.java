package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.tier.HeapCacheServer;

/** What a page view costs where this process has a copy: no garbage. */
class HeapCopyCostTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FINDS = 10_000;

    /** The compiler does not say when it is done. */
    private static final int MOST_ATTEMPTS = 50;

    /** A tenth of a byte for each find: less than one object in a hundred of them. */
    private static final long NOISE = FINDS / 10;

    private final SessionStore store = SessionStore.builder()
            .servers("central1:11211", "central2:11211")
            .local("local:11211")
            .principal("uid")
            .connector(address -> new HeapCacheServer(address.toString(), Clock.systemUTC()))
            .build();
    private final SessionId id =
            store.create(Map.of("uid", "dwho", "roles", List.of("user"))).id();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void an_answer_makes_no_garbage() {
        awaitCopy();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < MOST_ATTEMPTS && least > NOISE; attempt++) {
            least = Math.min(least, allocatedBy(FINDS));
        }
        assertThat(least).as("bytes for %d finds", FINDS).isLessThanOrEqualTo(NOISE);
    }

    private void awaitCopy() {
        await().until(() -> store.find(id).orElseThrow().origin().level() == Level.HEAP);
    }

    private long allocatedBy(int finds) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < finds; i++) {
            Optional<Session> found = store.find(id);
            if (found.isEmpty()) {
                throw new AssertionError("The session is gone");
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

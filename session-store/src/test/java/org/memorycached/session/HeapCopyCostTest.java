package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.tier.HeapCacheServer;

/** What a page view costs where this process has a copy: no garbage, and no waiting for another thread. */
class HeapCopyCostTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FINDS = 10_000;

    private static final int VIEWERS = 8;

    /** A monitor that another thread has, a wait for it, and every lock of java.util.concurrent. */
    private static final List<String> WAITS = List.of("jdk.JavaMonitorEnter", "jdk.JavaMonitorWait", "jdk.ThreadPark");

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

    @Test
    void an_answer_waits_for_no_lock(@TempDir Path folder) throws Exception {
        awaitCopy();
        List<RecordedEvent> waits = List.of();
        // On a machine that stands still for a second the copy is asked for elsewhere; a lock would show each time.
        for (int attempt = 0; attempt < 5 && (attempt == 0 || !waits.isEmpty()); attempt++) {
            waits = waitsWhileFinding(folder.resolve(attempt + ".jfr"));
        }
        assertThat(waits).isEmpty();
    }

    private List<RecordedEvent> waitsWhileFinding(Path recorded) throws Exception {
        try (Recording recording = new Recording()) {
            WAITS.forEach(event ->
                    recording.enable(event).withThreshold(Duration.ZERO).withStackTrace());
            recording.start();
            findByManyThreads();
            waitOnceForALock();
            recording.stop();
            recording.dump(recorded);
        }
        List<RecordedEvent> waits = RecordingFile.readAllEvents(recorded);
        assertThat(waits).as("the test's own wait").anyMatch(wait -> isIn(wait, "waitOnceForALock"));
        return waits.stream().filter(wait -> isIn(wait, "find")).toList();
    }

    private void findByManyThreads() throws InterruptedException {
        ExecutorService viewers = Executors.newFixedThreadPool(VIEWERS);
        for (int viewer = 0; viewer < VIEWERS; viewer++) {
            viewers.execute(() -> allocatedBy(10 * FINDS));
        }
        viewers.shutdown();
        assertThat(viewers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    /** So that a recording without waits is not one that has seen none. */
    private static void waitOnceForALock() {
        LockSupport.parkNanos(1_000_000);
    }

    private static boolean isIn(RecordedEvent wait, String method) {
        return wait.getStackTrace() != null
                && wait.getStackTrace().getFrames().stream()
                        .map(RecordedFrame::getMethod)
                        .anyMatch(frame -> frame.getName().equals(method)
                                && frame.getType().getName().startsWith("org.memorycached"));
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

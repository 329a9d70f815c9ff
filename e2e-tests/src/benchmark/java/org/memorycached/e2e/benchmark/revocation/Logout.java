package org.memorycached.e2e.benchmark.revocation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.memorycached.session.SessionId;

/** One logout, and when the last node knew of it. Safe for use by many threads. */
final class Logout {

    private static final long LONGEST_SECONDS = 90;

    private final SessionId id;
    private final CountDownLatch refusals;
    private final AtomicLong lastRefusalAt = new AtomicLong(Long.MIN_VALUE);
    private volatile long answeredAt;

    Logout(SessionId id, int nodes) {
        this.id = id;
        this.refusals = new CountDownLatch(nodes);
    }

    SessionId id() {
        return id;
    }

    /** The portal has answered. */
    void answered() {
        answeredAt = System.nanoTime();
    }

    /** One more node refuses the cookie. */
    void refused() {
        lastRefusalAt.accumulateAndGet(System.nanoTime(), Math::max);
        refusals.countDown();
    }

    /** Zero if all refused it even before the portal's answer. */
    double awaitMillisUntilLastRefusal() {
        try {
            if (!refusals.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A node accepts a logged-out session after " + LONGEST_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        return Math.max(0, lastRefusalAt.get() - answeredAt) / 1e6;
    }
}

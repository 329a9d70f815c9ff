package org.memorycached.session;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** What writers do that met at one entry. */
final class Collisions {

    private static final long SHORTEST_NANOS = Duration.ofMillis(1).toNanos();
    private static final int LONGEST = 20;

    private Collisions() {}

    /** Comes back at another moment than the others, later the more often it met them: 20 ms at most. */
    static void letOthersFinish(int times) {
        long most = SHORTEST_NANOS * Math.min(LONGEST, 1 + times);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
    }
}

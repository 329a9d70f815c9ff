package org.memorycached.e2e.benchmark.servers;

import java.time.Duration;

/** Lets time go by. */
public final class Pause {

    private Pause() {}

    public static void of(Duration duration) {
        ofNanos(duration.toNanos());
    }

    public static void until(long nanoTime) {
        ofNanos(nanoTime - System.nanoTime());
    }

    private static void ofNanos(long nanos) {
        if (nanos <= 0) {
            return;
        }
        try {
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}

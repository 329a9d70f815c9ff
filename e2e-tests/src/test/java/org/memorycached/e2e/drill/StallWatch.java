package org.memorycached.e2e.drill;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Notices when this JVM, or the machine under it, stands still: then no server can answer in time, however well it is.
 * Thread-safe.
 */
final class StallWatch {

    private static final Duration TICK = Duration.ofMillis(10);

    /** Half of a central server's time to answer. */
    private static final Duration LEAST = Drill.CENTRAL_TIMEOUT.dividedBy(2);

    private record Stall(long from, long to) {

        Duration length() {
            return Duration.ofNanos(to - from);
        }
    }

    private final List<Stall> stalls = new CopyOnWriteArrayList<>();

    /** Until the thread is interrupted. */
    void run() throws InterruptedException {
        while (true) {
            long from = System.nanoTime();
            Thread.sleep(TICK.toMillis());
            Stall stall = new Stall(from, System.nanoTime());
            if (stall.length().compareTo(LEAST) > 0) {
                stalls.add(stall);
            }
        }
    }

    /** Whether there was one while a request ran, or so shortly before that its effects were there. */
    boolean touches(long from, long to) {
        long before = from - 2 * Drill.CENTRAL_TIMEOUT.toNanos();
        return stalls.stream().anyMatch(stall -> stall.from() <= to && before <= stall.to());
    }

    int count() {
        return stalls.size();
    }

    Duration longest() {
        return stalls.stream().map(Stall::length).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}

package org.memorycached.session.limits;

import java.time.Duration;

/**
 * How often one subject may try within a window: some attempts at any pace, then each after a pause twice as long as
 * the one before, then none until the window is over.
 *
 * @param window what attempts are counted in; a second or more
 * @param free attempts without a pause; at least 1, at most {@code most}
 * @param most attempts within a window
 * @param firstPause the pause after the first attempt that is not free; more than zero
 * @param longestPause what the growing pauses stop at; not shorter than the first one
 */
public record AttemptRule(Duration window, int free, int most, Duration firstPause, Duration longestPause) {

    /** Doubling stops long before the number of seconds overflows; the longest pause is far below. */
    private static final int MOST_DOUBLINGS = 30;

    /**
     * @throws IllegalArgumentException if the numbers do not fit each other; the message says which
     */
    public AttemptRule {
        require(window.compareTo(Duration.ofSeconds(1)) >= 0, "window is a second or more");
        require(free >= 1 && free <= most, "free is at least 1, and at most as much as most");
        require(firstPause.compareTo(Duration.ZERO) > 0, "firstPause is more than zero");
        require(longestPause.compareTo(firstPause) >= 0, "longestPause is not shorter than firstPause");
    }

    /** A rule that lets so many attempts through at any pace, and then none. */
    public static AttemptRule atMost(int attempts, Duration window) {
        return new AttemptRule(window, attempts, attempts, window, window);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** Whether there are attempts that are neither free nor one too many. */
    boolean hasPauses() {
        return free < most;
    }

    /** The pause between this attempt and the next; zero while attempts are free, or if that is all there are. */
    Duration pauseAfter(long number) {
        if (number < free || !hasPauses()) {
            return Duration.ZERO;
        }
        Duration doubled = firstPause.multipliedBy(1L << Math.min(number - free, MOST_DOUBLINGS));
        return doubled.compareTo(longestPause) > 0 ? longestPause : doubled;
    }
}

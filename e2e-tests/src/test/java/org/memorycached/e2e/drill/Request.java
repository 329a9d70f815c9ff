package org.memorycached.e2e.drill;

import java.time.Duration;

/**
 * A request that was answered.
 *
 * @param beganAt of {@link System#nanoTime}
 * @param endedAt of {@link System#nanoTime}
 * @param outage whether the answer was that nobody can tell now
 */
record Request(Kind kind, long beganAt, long endedAt, boolean outage) {

    /** What a browser does. */
    enum Kind {
        LOGIN,
        VIEW,
        VIEW_OF_ENDED,
        UPDATE,
        LIST,
        LOGOUT
    }

    Duration took() {
        return Duration.ofNanos(endedAt - beganAt);
    }
}

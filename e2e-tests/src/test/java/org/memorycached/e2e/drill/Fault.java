package org.memorycached.e2e.drill;

import java.time.Duration;

/**
 * One accident of one server. Times are of {@link System#nanoTime}; {@link Long#MAX_VALUE} where something has not
 * happened yet.
 *
 * @param kind what happened
 * @param central whether to a central server
 * @param server which one, for messages
 * @param beganAt before it was done
 * @param backAt when the server was there again
 * @param overAt when it was whole again, and every node had the time to see it
 */
record Fault(Kind kind, boolean central, String server, long beganAt, long backAt, long overAt) {

    /** What can befall a server. */
    enum Kind {
        KILL("killed, down for a while, back empty"),
        FREEZE("frozen, and thawed with what it had"),
        RESTART("restarted empty at once");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private static final long FIRST_SECOND = Duration.ofSeconds(1).toNanos();

    static Fault begins(Kind kind, boolean central, String server) {
        return new Fault(kind, central, server, System.nanoTime(), Long.MAX_VALUE, Long.MAX_VALUE);
    }

    Fault isBack() {
        return new Fault(kind, central, server, beganAt, System.nanoTime(), Long.MAX_VALUE);
    }

    Fault isOver() {
        return new Fault(kind, central, server, beganAt, backAt, System.nanoTime());
    }

    boolean touches(long from, long to) {
        return beganAt <= to && from < overAt;
    }

    Phase phaseAt(long time) {
        if (time < beganAt || time >= overAt) {
            return Phase.HEALTHY;
        }
        if (!central) {
            return Phase.LOCAL;
        }
        if (time - beganAt < FIRST_SECOND) {
            return Phase.FIRST_SECOND;
        }
        if (time >= backAt) {
            return Phase.RETURNING;
        }
        return kind == Kind.FREEZE ? Phase.FROZEN : Phase.DEAD;
    }
}

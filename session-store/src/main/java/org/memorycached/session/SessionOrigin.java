package org.memorycached.session;

import java.time.Instant;

/**
 * Where an answer came from.
 *
 * @param level which level answered
 * @param readAt when these bytes left the central tier, by this host's clock; for {@link Level#CENTRAL} that is the
 *     time of the answer itself
 */
public record SessionOrigin(Level level, Instant readAt) {

    /** The levels a read goes through, nearest first. */
    public enum Level {
        /** A copy in this process, checked against the revocation feed. */
        HEAP,
        /** The local memcached, checked against the revocation feed. */
        LOCAL,
        /** The central servers. */
        CENTRAL
    }
}

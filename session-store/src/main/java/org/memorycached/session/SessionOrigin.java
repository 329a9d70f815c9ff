package org.memorycached.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.revocation.Stamp;

/**
 * Where an answer came from.
 *
 * @param level which level answered
 * @param readAt when these bytes left the central tier, by this host's clock; for {@link Level#CENTRAL} that is the
 *     time of the answer itself
 * @param stamp what a copy is judged by: how far the feeds of the session's servers were known when it was made; null
 *     for an answer of the central tier itself
 */
public record SessionOrigin(
        Level level, Instant readAt, @Nullable Stamp stamp) {

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

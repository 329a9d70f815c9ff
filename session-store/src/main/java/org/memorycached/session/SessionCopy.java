package org.memorycached.session;

import java.time.Duration;
import java.time.Instant;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.revocation.Stamp;

/**
 * A copy of a session outside of the central tier, and until when and on whose word it may be served. Immutable and
 * thread-safe.
 */
final class SessionCopy {

    private final SessionKey key;
    private final StoredSession session;
    private final int size;
    private final Stamp stamp;
    private final StoredVersions versions;
    private final Instant readAt;
    private final long servedUntil;

    /**
     * @param size of the stored form, in bytes
     * @param versions of what it was made from
     * @param readAt when it left the central tier
     * @param maxAge how long after that it is served at most, and never beyond the session's own time
     */
    SessionCopy(
            SessionKey key,
            StoredSession session,
            int size,
            Stamp stamp,
            StoredVersions versions,
            Instant readAt,
            Duration maxAge) {
        this.key = key;
        this.session = session;
        this.size = size;
        this.stamp = stamp;
        this.versions = versions;
        this.readAt = readAt;
        this.servedUntil = earliest(readAt.plus(maxAge), session).toEpochMilli();
    }

    private static Instant earliest(Instant oldest, StoredSession session) {
        Instant until = oldest;
        // The central tier may know of a later use: a copy that is over is asked about there.
        if (session.expiresAt() != null && session.expiresAt().isBefore(until)) {
            until = session.expiresAt();
        }
        return session.endsAt() != null && session.endsAt().isBefore(until) ? session.endsAt() : until;
    }

    SessionKey key() {
        return key;
    }

    StoredSession session() {
        return session;
    }

    int size() {
        return size;
    }

    Instant readAt() {
        return readAt;
    }

    Stamp stamp() {
        return stamp;
    }

    StoredVersions versions() {
        return versions;
    }

    /**
     * Whether the session's next state can be written without reading this one. Not where a server has lost what it had:
     * a new entry may have got the version of an old one. That is known up to a lease ago; what happened since, one of
     * the session's other servers tells when it is written to.
     */
    boolean isKnownToEachServer(long nowMillis) {
        return versions.areKnown() && nowMillis < servedUntil && stamp.isAcceptedByAll(key.fingerprint());
    }

    /**
     * @param nowMillis the time of day in milliseconds
     * @param grace how much longer than their lease the followers' word counts; zero but in an outage
     */
    boolean mayBeServed(long nowMillis, Duration grace) {
        return nowMillis < servedUntil && stamp.accepts(key.fingerprint(), grace.toNanos());
    }
}

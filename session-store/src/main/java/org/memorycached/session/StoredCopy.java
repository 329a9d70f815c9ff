package org.memorycached.session;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.tier.VersionedValue;

/**
 * What one server has of a session.
 *
 * @param place of the server in the central tier
 * @param value what is stored; null if nothing is
 * @param session what that is; null if it is none, or ended
 * @param ended whether the session was ended
 * @param outage why nobody knows; null if the server answered
 */
record StoredCopy(
        int place,
        @Nullable VersionedValue value,
        @Nullable StoredSession session,
        boolean ended,
        @Nullable TierUnavailableException outage) {

    /** What a server had when a copy was made. Its bytes are not known any more: only the version is compared. */
    static StoredCopy remembered(int place, long version, StoredSession session) {
        return new StoredCopy(place, new VersionedValue(new byte[0], 0, version), session, false, null);
    }

    boolean isReachable() {
        return outage == null;
    }

    /** Whether this server has the very bytes of another's value. */
    boolean isStoredAs(VersionedValue other) {
        return value != null && value.flags() == other.flags() && Arrays.equals(value.bytes(), other.bytes());
    }

    VersionedValue requireValue() {
        return Objects.requireNonNull(value);
    }

    StoredSession requireSession() {
        return Objects.requireNonNull(session);
    }

    long revision() {
        return session == null ? -1 : session.revision();
    }
}

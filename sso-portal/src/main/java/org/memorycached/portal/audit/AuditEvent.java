package org.memorycached.portal.audit;

import org.jspecify.annotations.Nullable;
import org.memorycached.session.SessionKey;

/**
 * Something that happened to a session, or did not happen.
 *
 * @param kind what it was
 * @param user whose session it is; for a failure the name that somebody typed
 * @param session the session's key, of which the log shows the beginning; null if there is none
 * @param address the address that it was done from; null if the portal did it by itself
 * @param detail why, or by whom; null if there is nothing to say
 */
public record AuditEvent(
        Kind kind,
        String user,
        @Nullable SessionKey session,
        @Nullable String address,
        @Nullable String detail) {

    /** The kinds of events, by the name they have in the log. */
    public enum Kind {
        SIGN_IN("sign-in"),
        /** A sign-in that was refused. */
        FAILURE("sign-in-failure"),
        SIGN_OUT("sign-out"),
        /** A session that ended without its user's asking for it. */
        EVICTION("eviction"),
        /** What an administrator did to somebody's sessions. */
        ADMINISTRATION("administration");

        private final String logged;

        Kind(String logged) {
            this.logged = logged;
        }
    }

    String event() {
        return kind.logged;
    }

    /** Enough to find the session's other events, and nothing that opens it. */
    @Nullable
    String fingerprint() {
        return session == null ? null : session.fingerprint().substring(0, 12);
    }
}

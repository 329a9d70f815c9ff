package org.memorycached.portal.sessions;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.memorycached.session.PrincipalSession;
import org.memorycached.session.SessionKey;
import org.memorycached.session.SessionStore;
import org.springframework.stereotype.Component;

/** A user's sessions as a page lists them. */
@Component
final class SessionList {

    private final SessionStore store;
    private final Clock clock = Clock.systemUTC();

    SessionList(SessionStore store) {
        this.store = store;
    }

    /**
     * The newest first, and before them the one that the page is looked at with, if it is among them.
     *
     * @throws org.memorycached.session.SessionUnavailableException if the store cannot tell
     */
    List<ListedSession> of(String uid, SessionKey own) {
        Instant now = clock.instant();
        return store.sessionsOf(uid).stream()
                .map(session -> ListedSession.of(session, own, now))
                .sorted(ListedSession.ORDER)
                .toList();
    }

    /** The one that a form names; none if it is not among these. */
    static List<PrincipalSession> named(String fingerprint, List<PrincipalSession> sessions) {
        return sessions.stream()
                .filter(session -> session.key().fingerprint().equals(fingerprint))
                .toList();
    }
}

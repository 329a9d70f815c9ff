package org.memorycached.portal.sessions;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.audit.AuditLog;
import org.memorycached.session.PrincipalSession;
import org.memorycached.session.SessionKey;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionUnavailableException;
import org.springframework.stereotype.Component;

/**
 * Ends sessions everywhere, and tells the audit log of each: the store's own ways to end many say only how many there
 * were. Safe for use by many threads.
 */
@Component
public final class EndSessions {

    private final SessionStore store;
    private final AuditLog audit;

    EndSessions(SessionStore store, AuditLog audit) {
        this.store = store;
        this.audit = audit;
    }

    /**
     * Ends these sessions, each as far as it can be.
     *
     * @param own the session of whoever asks for it; it is the last to go, so that they can ask again if others stay. Null
     *     if nobody asks
     * @param event what the audit log says of a session that has ended
     * @return how many there still were
     * @throws SessionUnavailableException if it is not certain that all are gone; the others are
     */
    public int end(List<PrincipalSession> sessions, @Nullable SessionKey own, Function<SessionKey, AuditEvent> event) {
        int ended = 0;
        SessionUnavailableException outage = null;
        for (SessionKey key : ownLast(sessions, own)) {
            if (outage != null && Objects.equals(key, own)) {
                break;
            }
            try {
                ended += isEnded(key, event) ? 1 : 0;
            } catch (SessionUnavailableException e) {
                outage = outage == null ? e : outage;
            }
        }
        if (outage != null) {
            throw outage;
        }
        return ended;
    }

    private static List<SessionKey> ownLast(List<PrincipalSession> sessions, @Nullable SessionKey own) {
        return sessions.stream()
                .map(PrincipalSession::key)
                .sorted(Comparator.comparing(key -> Objects.equals(key, own)))
                .toList();
    }

    private boolean isEnded(SessionKey key, Function<SessionKey, AuditEvent> event) {
        boolean ended = store.delete(key);
        if (ended) {
            audit.write(event.apply(key));
        }
        return ended;
    }
}

package org.memorycached.portal.refresh;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.audit.AuditLog;
import org.memorycached.portal.users.PortalUser;
import org.memorycached.portal.users.UserSource;
import org.memorycached.session.Session;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.stereotype.Component;

/**
 * Looks every signed-in user up again, gives their sessions what has changed, and ends those of users who are gone or
 * may not sign in any more. Every application sees it within the revocation lease.
 *
 * <p>Users or sessions that cannot be looked up now stay as they are, until the next time: an outage is no dismissal.
 */
@Component
final class RoleRefresh implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RoleRefresh.class);

    /** So many are an outage, in which each further user would cost a timeout. */
    private static final int MOST_FAILURES = 3;

    private final KnownSessions sessions;
    private final UserSource users;
    private final SessionStore store;
    private final AuditLog audit;

    RoleRefresh(KnownSessions sessions, UserSource users, SessionStore store, AuditLog audit) {
        this.sessions = sessions;
        this.users = users;
        this.store = store;
        this.audit = audit;
    }

    @Override
    public void run() {
        int failures = 0;
        for (Map.Entry<String, Set<SessionId>> user : sessions.byUid().entrySet()) {
            failures += isRefreshed(user.getKey(), user.getValue()) ? 0 : 1;
            if (failures == MOST_FAILURES) {
                return;
            }
        }
    }

    private boolean isRefreshed(String uid, Set<SessionId> ids) {
        try {
            refresh(uid, ids);
            return true;
        } catch (AuthenticationServiceException | SessionUnavailableException e) {
            LOG.warn("Sessions keep their roles until the next refresh: {}", e.getMessage());
            return false;
        }
    }

    private void refresh(String uid, Set<SessionId> ids) {
        Optional<PortalUser> user = users.find(uid);
        for (SessionId id : ids) {
            user.ifPresentOrElse(now -> update(id, now.attributes()), () -> end(id, uid));
        }
    }

    private void update(SessionId id, Map<String, Object> now) {
        Optional<Session> session = store.find(id);
        if (session.isEmpty()) {
            sessions.forget(id);
        } else if (!session.get().attributes().entrySet().containsAll(now.entrySet())) {
            store.update(id, attributes -> attributes.putAll(now));
        }
    }

    private void end(SessionId id, String uid) {
        if (store.delete(id)) {
            audit.write(new AuditEvent(
                    AuditEvent.Kind.EVICTION, uid, store.keyOf(id), null, "the user may not sign in any more"));
        }
        sessions.forget(id);
    }
}

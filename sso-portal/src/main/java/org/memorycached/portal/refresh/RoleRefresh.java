package org.memorycached.portal.refresh;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.sessions.EndSessions;
import org.memorycached.portal.users.AmbiguousUserException;
import org.memorycached.portal.users.PortalUser;
import org.memorycached.portal.users.UserSource;
import org.memorycached.session.PrincipalSession;
import org.memorycached.session.SessionKey;
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

    private final SignedInUsers signedIn;
    private final UserSource users;
    private final SessionStore store;
    private final EndSessions endSessions;

    RoleRefresh(SignedInUsers signedIn, UserSource users, SessionStore store, EndSessions endSessions) {
        this.signedIn = signedIn;
        this.users = users;
        this.store = store;
        this.endSessions = endSessions;
    }

    @Override
    public void run() {
        int failures = 0;
        for (Map.Entry<String, Object> noted : signedIn.noted().entrySet()) {
            failures += isOutage(noted.getKey(), noted.getValue()) ? 1 : 0;
            if (failures == MOST_FAILURES) {
                return;
            }
        }
    }

    private boolean isOutage(String uid, Object mark) {
        try {
            refresh(uid, mark);
            return false;
        } catch (AuthenticationServiceException | SessionUnavailableException e) {
            LOG.warn("Sessions keep their roles until the next refresh: {}", e.getMessage());
            return !(e instanceof AmbiguousUserException);
        }
    }

    /** The user first: who signs in after that has what they are now. */
    private void refresh(String uid, Object mark) {
        Optional<PortalUser> user = users.find(uid);
        List<PrincipalSession> sessions = store.sessionsOf(uid);
        if (sessions.isEmpty()) {
            signedIn.forget(uid, mark);
        } else if (user.isPresent()) {
            sessions.forEach(session -> update(session.key(), user.get().attributes()));
        } else {
            endSessions.end(sessions, null, key -> event(uid, key));
        }
    }

    private void update(SessionKey key, Map<String, Object> now) {
        try {
            store.update(key, attributes -> change(attributes, now));
        } catch (NothingNewException e) {
            // The session stays as it is, and its idle timeout goes on.
        }
    }

    /** What applications have added stays. */
    private void change(Map<String, @Nullable Object> attributes, Map<String, Object> now) {
        Set<String> optional = users.optionalAttributes();
        boolean removed = attributes.keySet().removeIf(name -> optional.contains(name) && !now.containsKey(name));
        if (!removed && attributes.entrySet().containsAll(now.entrySet())) {
            throw new NothingNewException();
        }
        attributes.putAll(now);
    }

    private static AuditEvent event(String uid, SessionKey key) {
        return new AuditEvent(AuditEvent.Kind.EVICTION, uid, key, null, "the user may not sign in any more");
    }

    /** Keeps the store from writing: every write of a session counts as a use of it, and makes every node's copy a miss. */
    private static final class NothingNewException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NothingNewException() {
            super("nothing has changed", null, false, false);
        }
    }
}

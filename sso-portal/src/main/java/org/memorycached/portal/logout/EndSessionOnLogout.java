package org.memorycached.portal.logout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.audit.AuditLog;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.memorycached.session.web.SessionCookie;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;

/**
 * Ends the session itself, for every application, and then takes the cookie back.
 *
 * <p>If the store is unavailable the cookie stays, and with it the means to try again: {@link NotSignedOutYet}.
 */
@Component
final class EndSessionOnLogout implements LogoutHandler {

    private final SessionStore store;
    private final SessionCookie cookie;
    private final AuditLog audit;

    EndSessionOnLogout(SessionStore store, SessionCookie cookie, AuditLog audit) {
        this.store = store;
        this.cookie = cookie;
        this.audit = audit;
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        String user = authentication == null ? "" : authentication.getName();
        cookie.read(request).forEach(id -> end(id, user, request));
        cookie.expire(request, response);
    }

    private void end(SessionId id, String user, HttpServletRequest request) {
        if (store.delete(id)) {
            audit.write(new AuditEvent(AuditEvent.Kind.SIGN_OUT, user, store.keyOf(id), request.getRemoteAddr(), null));
        }
    }
}

package org.memorycached.portal.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.attempts.SignInAttempts;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.audit.AuditLog;
import org.memorycached.portal.refresh.KnownSessions;
import org.memorycached.portal.users.PortalUser;
import org.memorycached.session.CreatedSession;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.memorycached.session.web.SessionCookie;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * The password was right: starts the session that every application knows the user by, and sends the user back.
 *
 * <p>If the store is unavailable, nobody is signed in, and {@link LoginPageAgain} asks to try once more.
 */
@Component
final class StartSessionOnLogin implements AuthenticationSuccessHandler {

    private final SessionStore store;
    private final SessionCookie cookie;
    private final WayBack wayBack;
    private final SignInAttempts attempts;
    private final AuditLog audit;
    private final KnownSessions sessions;

    StartSessionOnLogin(
            SessionStore store,
            SessionCookie cookie,
            WayBack wayBack,
            SignInAttempts attempts,
            AuditLog audit,
            KnownSessions sessions) {
        this.store = store;
        this.cookie = cookie;
        this.wayBack = wayBack;
        this.attempts = attempts;
        this.audit = audit;
        this.sessions = sessions;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        PortalUser user = (PortalUser) Objects.requireNonNull(authentication.getPrincipal());
        attempts.succeeded(request, response);
        // The new session first: if there is none to be had, the old one is still worth something.
        CreatedSession created = store.create(attributes(user, request));
        // Each login has an id of its own: one that was planted, or that somebody else saw, is worth nothing after it.
        cookie.read(request).forEach(old -> evict(old, user, request));
        cookie.write(request, response, created.id());
        sessions.add(created.id(), user.uid());
        tell(AuditEvent.Kind.SIGN_IN, user, created.id(), request, null);
        wayBack.take(request, response);
    }

    private void evict(SessionId old, PortalUser user, HttpServletRequest request) {
        if (store.delete(old)) {
            tell(AuditEvent.Kind.EVICTION, user, old, request, "another sign-in with the same browser");
        }
    }

    private void tell(
            AuditEvent.Kind kind, PortalUser user, SessionId id, HttpServletRequest request, @Nullable String detail) {
        audit.write(new AuditEvent(kind, user.uid(), store.keyOf(id), request.getRemoteAddr(), detail));
    }

    private static Map<String, Object> attributes(PortalUser user, HttpServletRequest request) {
        Map<String, Object> attributes = new HashMap<>(user.attributes());
        attributes.put("ipAddr", request.getRemoteAddr());
        return attributes;
    }
}

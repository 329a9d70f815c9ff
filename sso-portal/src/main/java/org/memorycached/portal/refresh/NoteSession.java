package org.memorycached.portal.refresh;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.memorycached.session.SessionStore;
import org.memorycached.session.security.SsoPrincipal;
import org.memorycached.session.web.SessionCookie;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Notes the session that a page of the portal is asked for with. */
@Component
final class NoteSession implements HandlerInterceptor {

    private final KnownSessions sessions;
    private final SessionCookie cookie;
    private final SessionStore store;

    NoteSession(KnownSessions sessions, SessionCookie cookie, SessionStore store) {
        this.sessions = sessions;
        this.cookie = cookie;
        this.store = store;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && request.getUserPrincipal() instanceof Authentication signedIn
                && signedIn.getPrincipal() instanceof SsoPrincipal user) {
            cookie.read(request).stream()
                    .filter(id -> store.keyOf(id).equals(user.session().key()))
                    .forEach(id -> sessions.add(id, user.name()));
        }
        return true;
    }
}

package org.memorycached.portal.refresh;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Notes who asks for a page of the portal. */
@Component
final class NoteUser implements HandlerInterceptor {

    private final SignedInUsers users;

    NoteUser(SignedInUsers users) {
        this.users = users;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && request.getUserPrincipal() instanceof Authentication signedIn
                && signedIn.getPrincipal() instanceof SsoPrincipal user) {
            users.add(user.name());
        }
        return true;
    }
}

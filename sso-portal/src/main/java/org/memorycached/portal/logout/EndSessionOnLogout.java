package org.memorycached.portal.logout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
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

    EndSessionOnLogout(SessionStore store, SessionCookie cookie) {
        this.store = store;
        this.cookie = cookie;
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        cookie.read(request).forEach(store::delete);
        cookie.expire(request, response);
    }
}

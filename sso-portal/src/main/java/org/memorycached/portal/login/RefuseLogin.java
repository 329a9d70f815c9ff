package org.memorycached.portal.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/**
 * Nobody is signed in: an unknown user and a wrong password are one and the same answer, and users who cannot be looked
 * up are another. {@link LoginPageAgain} shows both.
 */
@Component
final class RefuseLogin implements AuthenticationFailureHandler {

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        if (cause instanceof AuthenticationServiceException) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        // RFC 9110 wants a challenge with every 401; browsers ignore schemes that they do not know.
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "SSO realm=\"portal\"");
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }
}

package org.memorycached.portal.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.memorycached.portal.attempts.SignInAttempts;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.audit.AuditLog;
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

    private final SignInAttempts attempts;
    private final AuditLog audit;

    RefuseLogin(SignInAttempts attempts, AuditLog audit) {
        this.attempts = attempts;
        this.audit = audit;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        if (cause instanceof AuthenticationServiceException) {
            attempts.undecided(request);
            tell(request, "users cannot be looked up");
            response.setHeader(HttpHeaders.RETRY_AFTER, "5");
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        tell(request, "wrong name or password");
        // RFC 9110 wants a challenge with every 401; browsers ignore schemes that they do not know.
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "SSO realm=\"portal\"");
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }

    private void tell(HttpServletRequest request, String why) {
        String name = Objects.requireNonNullElse(request.getParameter("username"), "");
        audit.write(new AuditEvent(AuditEvent.Kind.FAILURE, name, null, request.getRemoteAddr(), why));
    }
}

package org.memorycached.portal.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.memorycached.session.web.SessionCookie;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Sends whoever is not signed in to the login page, with the reason and the way back that they came with. */
@Component
final class AskToSignIn implements AuthenticationEntryPoint {

    private final SessionCookie cookie;

    AskToSignIn(SessionCookie cookie) {
        this.cookie = cookie;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        response.sendRedirect(UriComponentsBuilder.fromPath(request.getContextPath() + LoginPage.PATH)
                .queryParamIfPresent("op", reason(request).map(AskToSignIn::encoded))
                .queryParamIfPresent(ReturnTarget.PARAMETER, wayBack(request).map(AskToSignIn::encoded))
                .build(true)
                .toUriString());
    }

    private static Optional<String> wayBack(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter(ReturnTarget.PARAMETER));
    }

    private static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }

    private static boolean isForm(HttpServletRequest request) {
        return !"GET".equals(request.getMethod()) && !"HEAD".equals(request.getMethod());
    }

    /** Without a reason, somebody whose cookie names no session any more is told so. */
    private Optional<String> reason(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("op"))
                .or(() -> isForm(request) ? Optional.of("p") : Optional.empty())
                .or(() -> cookie.isIn(request) ? Optional.of("t") : Optional.empty());
    }
}

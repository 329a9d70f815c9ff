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

    /** What a server has for all headers of an answer is 8 KB; more than applications send is nobody's way back. */
    private static final int LONGEST_WAY_BACK = 5_500;

    private static final int LONGEST_REASON = 16;

    private final SessionCookie cookie;

    AskToSignIn(SessionCookie cookie) {
        this.cookie = cookie;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        response.sendRedirect(UriComponentsBuilder.fromPath(request.getContextPath() + LoginPage.PATH)
                .queryParamIfPresent("op", within(LONGEST_REASON, reason(request)))
                .queryParamIfPresent(ReturnTarget.PARAMETER, within(LONGEST_WAY_BACK, wayBack(request)))
                .build(true)
                .toUriString());
    }

    private static Optional<String> wayBack(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter(ReturnTarget.PARAMETER));
    }

    private static Optional<String> within(int length, Optional<String> value) {
        return value.map(AskToSignIn::encoded).filter(encoded -> encoded.length() <= length);
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

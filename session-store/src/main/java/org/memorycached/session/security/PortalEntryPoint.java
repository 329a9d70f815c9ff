package org.memorycached.session.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a request from nobody gets: a browser is sent to the portal, with the way back; a script is told 401 and where
 * to sign in, because it could not follow the redirect to another origin.
 *
 * <p>What a form sent is lost on that way. The portal says so, and the way back leads to the page that had the form:
 * asking for the form's own address again, without what was in it, would look like an answer to it.
 */
final class PortalEntryPoint implements AuthenticationEntryPoint {

    /** A reason that the original does not know: what was sent did not arrive. */
    private static final String INTERRUPTED = "p";

    private final PortalLogin login;

    PortalEntryPoint(PortalLogin login) {
        this.login = login;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (isFromScript(request)) {
            answerUnauthorized(response, login.url(request, pageOf(request)));
        } else {
            sendToPortal(request, response);
        }
    }

    private void sendToPortal(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isForPages(request)) {
            response.sendRedirect(login.url(request, fullUrl(request)));
            return;
        }
        // 303, because after a 307 or 308 the portal would get what was sent (RFC 9110, section 15.4.4).
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader(HttpHeaders.LOCATION, login.url(INTERRUPTED, pageOf(request)));
    }

    private static boolean isForPages(HttpServletRequest request) {
        return "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
    }

    private static boolean isFromScript(HttpServletRequest request) {
        if ("XMLHttpRequest".equalsIgnoreCase(request.getHeader("X-Requested-With"))) {
            return true;
        }
        // What a browser's fetch() says of itself (Fetch Metadata): only navigations can follow the redirect.
        String mode = request.getHeader("Sec-Fetch-Mode");
        return mode != null ? !mode.equals("navigate") : prefersJson(request.getHeader(HttpHeaders.ACCEPT));
    }

    private static boolean prefersJson(@Nullable String accept) {
        if (accept == null) {
            return false;
        }
        String types = accept.toLowerCase(Locale.ROOT);
        return types.contains("json") && !types.contains(MediaType.TEXT_HTML_VALUE);
    }

    /** RFC 9110 wants a challenge with every 401; browsers ignore schemes that they do not know. */
    private static void answerUnauthorized(HttpServletResponse response, String loginUrl) throws IOException {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "SSO realm=\"portal\"");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        // The URL is percent-encoded: it has no character that JSON would escape.
        response.getWriter().write("{\"error\":\"not_signed_in\",\"loginUrl\":\"" + loginUrl + "\"}");
    }

    private static String fullUrl(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? request.getRequestURL().toString() : request.getRequestURL() + "?" + query;
    }

    /** A script's or a form's own URL is no page to come back to: the page that has the script or the form is. */
    private static String pageOf(HttpServletRequest request) {
        String home = UriComponentsBuilder.fromUriString(request.getRequestURL().toString())
                .replacePath(request.getContextPath() + "/")
                .toUriString();
        return Optional.ofNullable(request.getHeader(HttpHeaders.REFERER))
                .filter(page -> page.startsWith(home))
                .orElse(home);
    }
}

package org.memorycached.portal.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps passwords off the wire: over plain http the login page is not even shown, unless the browser reached the portal
 * by a name of its own machine, which is how a demo is run (RFC 6761 keeps {@code localhost} and what is below it for
 * that).
 */
final class PlainHttp extends OncePerRequestFilter {

    /** Request attribute of a request that was refused. */
    static final String REFUSED = PlainHttp.class.getName() + ".REFUSED";

    private static final Pattern OWN_MACHINE =
            Pattern.compile("(?:.+\\.)?localhost\\.?|127(?:\\.[0-9]{1,3}){3}|\\[?::1]?|\\[?0:0:0:0:0:0:0:1]?");

    private final RequestMatcher withPassword;

    /** @param withPassword matches the page that asks for a password, and the form that brings it */
    PlainHttp(RequestMatcher withPassword) {
        this.withPassword = withPassword;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.isSecure() || isOwnMachine(request.getServerName()) || !withPassword.matches(request);
    }

    static boolean isOwnMachine(String host) {
        return OWN_MACHINE.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(REFUSED, true);
        response.sendError(HttpStatus.FORBIDDEN.value());
    }
}

package org.memorycached.session.identity;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.util.WebUtils;

/**
 * Removes the headers that say who is signed in from what a client sent, and shows the application those of who really
 * is. Register it first of all filters, for all paths and all dispatcher types.
 *
 * <p>A container passes the client's own request to an error page, not what a filter made of it; so the filter does its
 * work once for each dispatch, unless the request still has it around itself. Thread-safe.
 */
public final class IdentityFilter implements Filter {

    private final IdentityHeaders headers;

    public IdentityFilter(IdentityHeaders headers) {
        this.headers = headers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(
                request instanceof HttpServletRequest http && !isWrapped(http)
                        ? new IdentityRequest(http, headers)
                        : request,
                response);
    }

    private static boolean isWrapped(HttpServletRequest request) {
        return WebUtils.getNativeRequest(request, IdentityRequest.class) != null;
    }
}

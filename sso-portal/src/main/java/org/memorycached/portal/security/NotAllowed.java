package org.memorycached.portal.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tells somebody who is signed in that a page is not for them. A form that is out of date is another 403, with a page of
 * its own in {@code templates/error}.
 */
@Component
@Order(0) // before the pages of error/
final class NotAllowed implements AccessDeniedHandler, ErrorViewResolver {

    /** Request attribute of a request that was refused because of who sent it. */
    private static final String REFUSED = NotAllowed.class.getName() + ".REFUSED";

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
            throws IOException {
        if (!(cause instanceof CsrfException)) {
            request.setAttribute(REFUSED, true);
        }
        response.sendError(HttpStatus.FORBIDDEN.value());
    }

    @Override
    public @Nullable ModelAndView resolveErrorView(
            HttpServletRequest request, HttpStatus status, Map<String, @Nullable Object> model) {
        return request.getAttribute(REFUSED) == null
                ? null
                : new ModelAndView("security/not-allowed", Map.of(), status);
    }
}

package org.memorycached.portal.logout;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The page of somebody whose session could not be ended: they must not believe that they are signed out. */
@Component
@Order(0) // before the pages of error/
final class NotSignedOutYet implements ErrorViewResolver {

    /** An outage, and a flood of unknown sessions from the user's address. */
    private static final Set<HttpStatus> NOT_NOW =
            EnumSet.of(HttpStatus.SERVICE_UNAVAILABLE, HttpStatus.TOO_MANY_REQUESTS);

    @Override
    public @Nullable ModelAndView resolveErrorView(
            HttpServletRequest request, HttpStatus status, Map<String, @Nullable Object> model) {
        String path = request.getContextPath() + LogoutController.PATH;
        boolean notYet =
                NOT_NOW.contains(status) && path.equals(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        return notYet ? new ModelAndView("logout/not-yet", Map.of(), status) : null;
    }
}

package org.memorycached.portal.login;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * The error page of a login form that was sent in vain is the form, filled in as it was but for the password.
 *
 * <p>An error page, because the store may fail at two places: when the session is created, and before that, when
 * Spring Security asks who the browser's old cookie belongs to.
 */
@Component
@Order(0) // before the pages of error/
final class LoginPageAgain implements ErrorViewResolver {

    private static final Map<HttpStatus, LoginReason> REASONS = Map.of(
            HttpStatus.UNAUTHORIZED, LoginReason.REFUSED,
            HttpStatus.CONFLICT, LoginReason.TOO_MANY_SESSIONS,
            HttpStatus.TOO_MANY_REQUESTS, LoginReason.TOO_MANY,
            HttpStatus.SERVICE_UNAVAILABLE, LoginReason.UNAVAILABLE);

    private final LoginPage page;

    LoginPageAgain(LoginPage page) {
        this.page = page;
    }

    @Override
    public @Nullable ModelAndView resolveErrorView(
            HttpServletRequest request, HttpStatus status, Map<String, @Nullable Object> model) {
        LoginReason reason = REASONS.get(status);
        return reason != null && wasLogin(request) ? page.show(request, reason, status) : null;
    }

    private static boolean wasLogin(HttpServletRequest request) {
        return "POST".equals(request.getAttribute(RequestDispatcher.ERROR_METHOD))
                && (request.getContextPath() + LoginPage.PATH)
                        .equals(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    }
}

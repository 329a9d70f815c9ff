package org.memorycached.portal.sessions;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The page of somebody who ended sessions in an outage: they must not believe that these are over. */
@Component
@Order(0) // before the pages of error/
final class NotEndedYet implements ErrorViewResolver {

    private static final Set<String> LISTS = Set.of(SessionsController.PATH, AdministrationController.PATH);

    @Override
    public @Nullable ModelAndView resolveErrorView(
            HttpServletRequest request, HttpStatus status, Map<String, @Nullable Object> model) {
        String list = list(request);
        boolean outage = status == HttpStatus.SERVICE_UNAVAILABLE
                && "POST".equals(request.getAttribute(RequestDispatcher.ERROR_METHOD))
                && LISTS.contains(list);
        return outage ? page(list, request, status) : null;
    }

    private static ModelAndView page(String list, HttpServletRequest request, HttpStatus status) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("list", list);
        values.put("uid", request.getParameter("uid"));
        return new ModelAndView("sessions/not-yet", values, status);
    }

    private static String list(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
                ? path.substring(request.getContextPath().length())
                : "";
    }
}

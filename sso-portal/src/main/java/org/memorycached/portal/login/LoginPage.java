package org.memorycached.portal.login;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.attempts.AttemptFilter;
import org.memorycached.portal.menu.Application;
import org.memorycached.portal.menu.RegisteredApplications;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Shows the login page, for every reason alike: it keeps the user's name and, if it is a good one, the way back. */
@Component
final class LoginPage {

    static final String PATH = "/login";

    private final RegisteredApplications applications;

    LoginPage(RegisteredApplications applications) {
        this.applications = applications;
    }

    ModelAndView show(HttpServletRequest request, LoginReason reason, HttpStatus status) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("reason", reason);
        model.put("username", request.getParameter("username"));
        // Without it, as after too many unknown sessions, the page says "a moment".
        model.put(
                "wait",
                request.getAttribute(AttemptFilter.WAIT_SECONDS) instanceof Long seconds ? words(seconds) : null);
        model.put("limit", request.getAttribute(StartSessionOnLogin.LIMIT));
        ReturnTarget.parse(request.getParameter(ReturnTarget.PARAMETER), applications)
                .map(ReturnTarget::application)
                .map(Application::name)
                .ifPresent(name -> {
                    model.put("applicationName", name);
                    model.put("url", request.getParameter(ReturnTarget.PARAMETER));
                });
        return new ModelAndView("login/login", model, status);
    }

    /** Rounded up, so that nobody comes back too early. */
    private static String words(long seconds) {
        if (seconds <= 90) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        return (seconds + 59) / 60 + " minutes";
    }
}

package org.memorycached.portal.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.memorycached.portal.menu.RegisteredApplications;
import org.springframework.stereotype.Component;

/** Sends a user who is signed in to where they were going: the page they came from, or else the menu. */
@Component
final class WayBack {

    private final RegisteredApplications applications;

    WayBack(RegisteredApplications applications) {
        this.applications = applications;
    }

    void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendRedirect(target(request));
    }

    String target(HttpServletRequest request) {
        String menu = request.getContextPath() + "/";
        return ReturnTarget.parse(request.getParameter(ReturnTarget.PARAMETER), applications)
                .map(ReturnTarget::url)
                .orElse(menu);
    }
}

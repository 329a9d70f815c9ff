package org.memorycached.portal.menu;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.memorycached.session.Session;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionUnavailableException;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page of somebody who is signed in: who that is, and where to go from here. */
@Controller
final class MenuController {

    private final RegisteredApplications applications;
    private final SessionStore store;

    MenuController(RegisteredApplications applications, SessionStore store) {
        this.applications = applications;
        this.store = store;
    }

    @GetMapping("/")
    String show(@AuthenticationPrincipal SsoPrincipal user, HttpServletRequest request, Model model) {
        Session session = user.session();
        model.addAttribute("uid", user.name());
        model.addAttribute("cn", session.text("cn").orElse(user.name()));
        model.addAttribute("roles", session.attributes().get("roles") instanceof List<?> roles ? roles : List.of());
        model.addAttribute("applications", applications.all());
        model.addAttribute("administrator", request.isUserInRole("ADMIN"));
        model.addAttribute("elsewhere", elsewhere(user));
        return "menu/menu";
    }

    /** How many other sessions the user has. The menu is of use without it: an outage here is not the menu's. */
    private int elsewhere(SsoPrincipal user) {
        try {
            return Math.max(0, store.sessionsOf(user.name()).size() - 1);
        } catch (SessionUnavailableException e) {
            return 0;
        }
    }
}

package org.memorycached.portal.menu;

import java.util.List;
import org.memorycached.session.Session;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page of somebody who is signed in: who that is, and where to go from here. */
@Controller
final class MenuController {

    private final RegisteredApplications applications;

    MenuController(RegisteredApplications applications) {
        this.applications = applications;
    }

    @GetMapping("/")
    String show(@AuthenticationPrincipal SsoPrincipal user, Model model) {
        Session session = user.session();
        model.addAttribute("uid", user.name());
        model.addAttribute("cn", session.text("cn").orElse(user.name()));
        model.addAttribute("roles", session.attributes().get("roles") instanceof List<?> roles ? roles : List.of());
        model.addAttribute("applications", applications.all());
        return "menu/menu";
    }
}

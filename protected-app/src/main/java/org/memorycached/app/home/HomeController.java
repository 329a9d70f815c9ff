package org.memorycached.app.home;

import java.time.Clock;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
class HomeController {

    private final Clock clock;

    HomeController(Clock clock) {
        this.clock = clock;
    }

    @GetMapping("/")
    String home(@AuthenticationPrincipal SsoPrincipal user, Authentication authentication, Model model) {
        model.addAttribute("visit", Visit.of(user, authentication.getAuthorities(), clock.instant()));
        return "home/home";
    }
}

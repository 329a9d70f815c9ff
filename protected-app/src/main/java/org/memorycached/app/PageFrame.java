package org.memorycached.app;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.autoconfigure.SessionStoreProperties;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What the frame around every page shows, error pages included. Not for answers that are no pages: asking who is signed
 * in would let an outage of the session store fail a health check, and an API's answers have no frame to make.
 */
@ControllerAdvice(
        basePackages = {"org.memorycached.app.home", "org.memorycached.app.admin"},
        basePackageClasses = BasicErrorController.class)
final class PageFrame {

    private final AppProperties app;
    private final String menuUrl;
    private final String signOutUrl;

    PageFrame(AppProperties app, SessionStoreProperties sessionStore) {
        this.app = app;
        URI portal = Objects.requireNonNull(sessionStore.sso().portalUrl(), "session-store.sso.portal-url is not set");
        this.menuUrl = page(portal, "/");
        this.signOutUrl = page(portal, "/logout");
    }

    @ModelAttribute("appName")
    String appName() {
        return app.name();
    }

    @ModelAttribute("menuUrl")
    String menuUrl() {
        return menuUrl;
    }

    @ModelAttribute("signOutUrl")
    String signOutUrl() {
        return signOutUrl;
    }

    private static String page(URI portal, String path) {
        return UriComponentsBuilder.fromUri(portal).path(path).toUriString();
    }

    /** Null on the error pages of requests that nobody was asked for who they are from. */
    @ModelAttribute("signedInAs")
    @Nullable
    String signedInAs(@AuthenticationPrincipal @Nullable SsoPrincipal user) {
        return user == null
                ? null
                : user.session()
                        .text("cn")
                        .map(cn -> cn + " (" + user.name() + ")")
                        .orElse(user.name());
    }
}

package org.memorycached.portal.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.autoconfigure.SessionStoreProperties;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Says that signing in needs https, and where that is to be had. */
@Component
@Order(-1) // before what the login page says about its own errors
final class PlainHttpPage implements ErrorViewResolver {

    private final @Nullable URI portal;

    PlainHttpPage(SessionStoreProperties properties) {
        this.portal = properties.sso().portalUrl();
    }

    @Override
    public @Nullable ModelAndView resolveErrorView(
            HttpServletRequest request, HttpStatus status, Map<String, @Nullable Object> model) {
        if (request.getAttribute(PlainHttp.REFUSED) == null) {
            return null;
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        if (portal != null && "https".equals(portal.getScheme())) {
            values.put("portal", portal);
        }
        return new ModelAndView("security/plain-http", values, status);
    }
}

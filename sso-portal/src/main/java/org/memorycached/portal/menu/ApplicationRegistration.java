package org.memorycached.portal.menu;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.memorycached.session.autoconfigure.SessionStoreProperties;
import org.memorycached.session.web.SessionCookie;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers the applications of the configuration, and refuses to start with one that could not work. */
@Configuration(proxyBeanMethods = false)
class ApplicationRegistration {

    @Bean
    RegisteredApplications registeredApplications(
            ApplicationProperties properties, SessionStoreProperties store, SessionCookie cookie) {
        List<Application> applications = new ArrayList<>();
        for (ApplicationProperties.Entry entry : properties.applications()) {
            String property = "portal.applications[" + applications.size() + "]";
            Application application = entry.checked(property);
            requireCookieAt(application, property + ".url", store.sso(), cookie);
            requireHttpsForSecureCookie(application, property + ".url", store.sso());
            applications.add(application);
        }
        return new RegisteredApplications(applications);
    }

    /** An application that the cookie does not reach would send its users back to the portal for ever. */
    private static void requireCookieAt(
            Application application, String property, SessionStoreProperties.Sso sso, SessionCookie cookie) {
        String host = application.url().getHost();
        String domain = sso.cookieDomain();
        String portal = Objects.requireNonNull(sso.portalUrl()).getHost();
        boolean reached = domain == null ? host.equalsIgnoreCase(portal) : cookie.reaches(host);
        if (!reached) {
            throw new InvalidPropertyException(
                    property,
                    application.url(),
                    "name a host that the session cookie reaches (" + (domain == null ? portal : domain)
                            + "), or change session-store.sso.cookie-domain");
        }
    }

    /** Browsers do not send a secure cookie over plain http: that, too, would go on for ever. */
    private static void requireHttpsForSecureCookie(
            Application application, String property, SessionStoreProperties.Sso sso) {
        if (isSecure(sso) && "http".equalsIgnoreCase(application.url().getScheme())) {
            throw new InvalidPropertyException(
                    property,
                    application.url(),
                    "write it with https, because the session cookie is secure, or set"
                            + " session-store.sso.cookie-secure to false");
        }
    }

    private static boolean isSecure(SessionStoreProperties.Sso sso) {
        boolean https =
                "https".equalsIgnoreCase(Objects.requireNonNull(sso.portalUrl()).getScheme());
        return Objects.requireNonNullElse(sso.cookieSecure(), https);
    }
}

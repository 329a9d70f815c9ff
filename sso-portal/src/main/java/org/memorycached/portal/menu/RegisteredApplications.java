package org.memorycached.portal.menu;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.memorycached.session.autoconfigure.SessionStoreProperties;
import org.memorycached.session.web.SessionCookie;
import org.springframework.stereotype.Component;

/** The applications that the portal knows: the menu lists them, and to no other does anybody get sent back. */
@Component
public final class RegisteredApplications {

    private final List<Application> applications = new ArrayList<>();

    RegisteredApplications(ApplicationProperties properties, SessionStoreProperties store, SessionCookie cookie) {
        List<ApplicationProperties.Entry> entries = properties.applications();
        for (int i = 0; i < entries.size(); i++) {
            String property = "portal.applications[" + i + "]";
            Application application = entries.get(i).checked(property);
            requireCookieAt(application, property, store.sso(), cookie);
            applications.add(application);
        }
    }

    /** An application without the cookie would send its users back to the portal for ever. */
    private static void requireCookieAt(
            Application application, String property, SessionStoreProperties.Sso sso, SessionCookie cookie) {
        String host = application.url().getHost();
        String domain = sso.cookieDomain();
        String portal = Objects.requireNonNull(sso.portalUrl()).getHost();
        boolean reached = domain == null ? host.equalsIgnoreCase(portal) : cookie.reaches(host);
        if (!reached) {
            throw new InvalidPropertyException(
                    property + ".url",
                    application.url(),
                    "name a host in the cookie's domain, " + (domain == null ? portal : domain)
                            + ", or change session-store.sso.cookie-domain");
        }
    }

    /** All of them, in the configuration's order. */
    public List<Application> all() {
        return List.copyOf(applications);
    }

    /** The application that a page belongs to; empty if it belongs to none. */
    public Optional<Application> owning(URI page) {
        return applications.stream()
                .filter(application -> application.covers(page))
                .findFirst();
    }
}

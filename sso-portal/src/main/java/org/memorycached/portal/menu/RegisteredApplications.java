package org.memorycached.portal.menu;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The applications that the portal knows: the menu lists them, and nobody is sent back to any other place.
 *
 * @param all in the order of the configuration
 */
public record RegisteredApplications(List<Application> all) {

    public RegisteredApplications {
        all = List.copyOf(all);
    }

    /** The application that a page belongs to; empty if it belongs to none. */
    public Optional<Application> owning(URI page) {
        return all.stream().filter(application -> application.covers(page)).findFirst();
    }
}

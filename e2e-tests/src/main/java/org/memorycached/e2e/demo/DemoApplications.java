package org.memorycached.e2e.demo;

import static org.memorycached.e2e.demo.DemoPort.APP1;
import static org.memorycached.e2e.demo.DemoPort.APP1_LOCAL;
import static org.memorycached.e2e.demo.DemoPort.APP2;
import static org.memorycached.e2e.demo.DemoPort.APP2_LOCAL;
import static org.memorycached.e2e.demo.DemoPort.CENTRAL1;
import static org.memorycached.e2e.demo.DemoPort.CENTRAL2;
import static org.memorycached.e2e.demo.DemoPort.PORTAL;
import static org.memorycached.e2e.demo.DemoPort.PORTAL_LOCAL;

import java.nio.file.Path;
import java.util.List;
import org.memorycached.e2e.environment.ApplicationJar;

/** The portal and two applications, wired to each other and to the demo's memcached servers. */
final class DemoApplications {

    private static final String DOMAIN = "sso.localhost";

    /** Three JVMs beside the launcher's and Maven's shall fit into a small machine. */
    private static final String HEAP = "-Xmx256m";

    private DemoApplications() {}

    static List<ApplicationJar> all() {
        return List.of(
                portal(),
                // Keeps no copies in its own memory, so that people see what its local memcached does.
                application("Application 1", APP1, APP1_LOCAL).with("session-store.heap-copies", "0B"),
                application("Application 2", APP2, APP2_LOCAL));
    }

    private static ApplicationJar portal() {
        return onStore("Portal", "demo.portal.jar", PORTAL, PORTAL_LOCAL)
                .with("spring.profiles.active", "demo") // its users
                .with("portal.applications[0].name", "Application 1")
                .with("portal.applications[0].url", url(APP1) + "/")
                .with("portal.applications[0].description", "Shows who you are, and how it knows.")
                .with("portal.applications[1].name", "Application 2")
                .with("portal.applications[1].url", url(APP2) + "/")
                .with("portal.applications[1].description", "The same, in a process with a memcached of its own.");
    }

    private static ApplicationJar application(String name, DemoPort port, DemoPort local) {
        return onStore(name, "demo.app.jar", port, local).with("app.name", name);
    }

    private static ApplicationJar onStore(String name, String jarProperty, DemoPort port, DemoPort local) {
        return ApplicationJar.of(name, path(jarProperty), port.number())
                .withJvmArgument(HEAP)
                .with("session-store.servers", CENTRAL1.address() + "," + CENTRAL2.address())
                .with("session-store.local", local.address())
                .with("session-store.sso.portal-url", url(PORTAL))
                .with("session-store.sso.cookie-domain", DOMAIN);
    }

    /** Browsers and curl take every name below localhost for this machine. */
    static String url(DemoPort port) {
        String host = switch (port) {
            case PORTAL -> "portal";
            case APP1 -> "app1";
            case APP2 -> "app2";
            default -> throw new IllegalArgumentException(port + " is not for browsers");
        };
        return "http://" + host + "." + DOMAIN + ":" + port.number();
    }

    private static Path path(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new DemoException("The property " + property + " is missing: start the demo with ./mvnw -Pdemo");
        }
        return Path.of(value).normalize();
    }
}

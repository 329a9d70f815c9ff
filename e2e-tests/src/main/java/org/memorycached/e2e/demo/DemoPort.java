package org.memorycached.e2e.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ports of the demo, each with the property that chooses it. Their defaults are in the demo's profile of pom.xml. */
enum DemoPort {
    PORTAL("demo.portal.port"),
    APP1("demo.app1.port"),
    APP2("demo.app2.port"),
    CENTRAL1("demo.central1.port"),
    CENTRAL2("demo.central2.port"),
    PORTAL_LOCAL("demo.portal-local.port"),
    APP1_LOCAL("demo.app1-local.port"),
    APP2_LOCAL("demo.app2-local.port");

    /** Those that memcached listens on. */
    static final Set<DemoPort> MEMCACHED = EnumSet.of(CENTRAL1, CENTRAL2, PORTAL_LOCAL, APP1_LOCAL, APP2_LOCAL);

    private static final String HOST = "127.0.0.1";
    private static final String OTHER_LOOPBACK = "::1";
    private static final int LAST = 65_535;
    private static final int PATIENCE_MILLIS = 500;

    private final String property;

    DemoPort(String property) {
        this.property = property;
    }

    /**
     * Makes sure that all can be opened.
     *
     * @throws DemoException if one cannot, or two are the same; it names the port and the property
     */
    static void checkAll() {
        Map<DemoPort, Integer> seen = new EnumMap<>(DemoPort.class);
        for (DemoPort port : values()) {
            port.checkDiffersFrom(seen);
            port.checkFree();
            seen.put(port, port.number());
        }
    }

    /**
     * The port's number.
     *
     * @throws DemoException if the property is no port
     */
    int number() {
        String value = System.getProperty(property, "");
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > LAST) {
            throw new DemoException("-D" + property + "=" + value + " is no port: choose one between 1 and " + LAST);
        }
        return Integer.parseInt(value);
    }

    /** As memcached's clients write it. */
    String address() {
        return HOST + ":" + number();
    }

    private void checkDiffersFrom(Map<DemoPort, Integer> others) {
        others.forEach((other, number) -> {
            if (number == number()) {
                throw new DemoException("Port " + number + " is wanted twice: choose different ones with -D"
                        + other.property + "=... and -D" + property + "=...");
            }
        });
    }

    private void checkFree() {
        @Nullable String obstacle = obstacle();
        if (obstacle != null) {
            throw new DemoException(
                    "Port " + number() + " " + obstacle + ", or choose another with -D" + property + "=...");
        }
    }

    private @Nullable String obstacle() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(socketAddress(HOST));
        } catch (BindException e) {
            return answers(HOST) || isInUse(e)
                    ? "is in use: stop the program that listens there"
                    : "cannot be opened (" + e.getMessage() + "): allow it";
        } catch (IOException e) {
            return "cannot be opened (" + e.getMessage() + "): allow it";
        }
        // Browsers take *.localhost for ::1 first: somebody who listens only there would be shown in our place.
        return answers(OTHER_LOOPBACK) ? "is in use on ::1: stop the program that listens there" : null;
    }

    private static boolean isInUse(BindException e) {
        return String.valueOf(e.getMessage()).contains("in use");
    }

    private boolean answers(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(socketAddress(host), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private SocketAddress socketAddress(String host) throws IOException {
        return new InetSocketAddress(InetAddress.getAllByName(host)[0], number());
    }
}

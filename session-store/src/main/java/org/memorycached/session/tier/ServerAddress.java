package org.memorycached.session.tier;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {

    private static final Pattern HOST_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?)]|([^\\[\\]:\\s/]+)):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code host:port}, with an IPv6 address in brackets: {@code [::1]:11211}.
     *
     * @throws IllegalArgumentException if the text is neither; the message quotes it
     */
    public static ServerAddress parse(String text) {
        Matcher matcher = HOST_PORT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not host:port, such as cache1:11211 or [::1]:11211");
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("'" + text + "' has no port between 1 and " + MAX_PORT);
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new ServerAddress(host, port);
    }

    /**
     * Whether both are written differently and mean the same, without asking for names: in capitals, or an IPv6 address
     * with its zeros (RFC 5952).
     */
    public boolean isSameAs(ServerAddress other) {
        return port == other.port && plainest().equals(other.plainest());
    }

    private String plainest() {
        if (host.contains(":") && !host.contains("%")) {
            try {
                return InetAddress.getByName(host).getHostAddress(); // a literal: nobody is asked
            } catch (UnknownHostException e) {
                return host; // it is none, and connecting will say so
            }
        }
        return host.toLowerCase(Locale.ROOT);
    }

    /** {@code host:port}, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

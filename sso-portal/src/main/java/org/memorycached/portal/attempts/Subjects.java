package org.memorycached.portal.attempts;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Under what the attempts of one and the same user, or of one and the same client, are counted together. */
final class Subjects {

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Mn}\\u034F]");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    /** A client's own network is a /64: all its addresses are one client. */
    private static final int NETWORK_BYTES = 8;

    /** Who is given a network is mostly given many: up to a /48 (RFC 6177, RIPE-690). */
    private static final int SITE_BYTES = 6;

    private Subjects() {}

    /** One form of all the spellings that a directory may take for the same name (RFC 4518). */
    static String name(String typed) {
        String one = Normalizer.normalize(BLANKS.matcher(typed).replaceAll(" "), Normalizer.Form.NFKD);
        return INVISIBLE.matcher(one).replaceAll("").strip().toLowerCase(Locale.ROOT);
    }

    /** An IPv4 address as it is, and of an IPv6 address its network. */
    static String network(String address) {
        return prefix(address, NETWORK_BYTES);
    }

    /** An IPv4 address as it is, and of an IPv6 address all that its client may have. */
    static String site(String address) {
        return prefix(address, SITE_BYTES);
    }

    private static String prefix(String address, int bytes) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            // What has a colon is never looked up by name.
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), bytes)) + "/" + bytes * Byte.SIZE
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}

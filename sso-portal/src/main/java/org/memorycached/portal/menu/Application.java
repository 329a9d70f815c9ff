package org.memorycached.portal.menu;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An application that is registered with the portal.
 *
 * @param name what the menu calls it
 * @param url where it begins: http or https, a host, and perhaps a port and a path
 * @param description one line for the menu; may be empty
 */
public record Application(String name, URI url, String description) {

    /** Scheme, host and port, in the form of a Content-Security-Policy's source. */
    public String origin() {
        return scheme(url) + "://" + host(url) + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    /** Whether a page is this application's: the same scheme, host and port, and a path at or below its own. */
    public boolean covers(URI page) {
        return scheme(page).equals(scheme(url))
                && host(page).equals(host(url))
                && port(page) == port(url)
                && isBelow(page.getPath(), url.getPath());
    }

    private static boolean isBelow(String path, String top) {
        String border = top.endsWith("/") ? top.substring(0, top.length() - 1) : top;
        return path.equals(border) || path.startsWith(border + "/");
    }

    private static String scheme(URI uri) {
        return lowerCase(uri.getScheme());
    }

    private static String host(URI uri) {
        return lowerCase(uri.getHost());
    }

    private static String lowerCase(@Nullable String part) {
        return part == null ? "" : part.toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return scheme(uri).equals("https") ? 443 : 80;
    }
}

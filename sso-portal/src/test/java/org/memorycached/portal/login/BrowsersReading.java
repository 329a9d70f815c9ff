package org.memorycached.portal.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import org.memorycached.portal.menu.Application;
import org.memorycached.portal.menu.RegisteredApplications;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder.ParserType;
import org.springframework.web.util.UriUtils;

/**
 * Where a browser goes that is sent to a URL: by the parser of the WHATWG's URL standard, which forgives backslashes,
 * tabs, missing slashes and more. That is Spring's, and none of its code is what {@link ReturnTarget} goes by.
 */
final class BrowsersReading {

    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

    private BrowsersReading() {}

    /** Fails if a browser, or the server that it asks, could take the URL for anything but a page of an application. */
    static void requirePageOf(RegisteredApplications applications, String url) {
        assertThat(url).as("fits into a header").matches("[\\x21-\\x7e]+");
        UriComponents page =
                UriComponentsBuilder.fromUriString(url, ParserType.WHAT_WG).build();
        assertThat(page.getUserInfo()).isNull();
        assertThat(applications.all()).as("%s is read as %s", url, page).anyMatch(one -> isOf(one, page));
    }

    private static boolean isOf(Application application, UriComponents page) {
        URI top = application.url();
        String path = Objects.requireNonNullElse(page.getPath(), "");
        return top.getScheme().equalsIgnoreCase(page.getScheme())
                && top.getHost().equalsIgnoreCase(page.getHost())
                && port(top.getScheme(), top.getPort()) == port(page.getScheme(), page.getPort())
                && isBelow(top.getPath(), path)
                && isBelow(top.getPath(), served(path))
                && isBelow(top.getPath(), served(decoded(path)));
    }

    private static int port(String scheme, int port) {
        return port < 0 ? PORTS.get(scheme) : port;
    }

    private static boolean isBelow(String top, String path) {
        return (path + "/").startsWith(top.endsWith("/") ? top : top + "/");
    }

    private static String decoded(String path) {
        try {
            return UriUtils.decode(path, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path; // a lone %: nobody decodes that
        }
    }

    /** As careless servers find a page: escapes first, backslashes for slashes, parameters off, then the dots. */
    private static String served(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : decoded(path).replace('\\', '/').split("/")) {
            String name = segment.replaceFirst(";.*", "");
            if (name.equals("..")) {
                segments.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                segments.addLast(name);
            }
        }
        return "/" + String.join("/", segments);
    }
}

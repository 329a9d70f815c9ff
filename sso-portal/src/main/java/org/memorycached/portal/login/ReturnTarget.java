package org.memorycached.portal.login;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.menu.Application;
import org.memorycached.portal.menu.RegisteredApplications;

/**
 * The page that a user came from and goes back to after signing in: always one of a registered application.
 *
 * <p>It arrives as base64 in a parameter that anybody can write, so it is taken apart strictly, and what is not clearly
 * a page of an application is no target: there is no other reading that a browser could have of it.
 *
 * @param url what the browser is sent to, character for character as it arrived
 * @param application whose page it is
 */
record ReturnTarget(String url, Application application) {

    /** The name of the parameter, which is the original's. */
    static final String PARAMETER = "url";

    /** Leaves room for the rest of a request's head in 8 KB, servers' usual limit, once it is base64. */
    private static final int MOST_CHARACTERS = 4096;

    private static final int MOST_BASE64 = (MOST_CHARACTERS + 2) / 3 * 4;

    /** What a URL is written in. No space or control character, and no backslash, which browsers take for a slash. */
    private static final Pattern CHARACTERS = Pattern.compile("[\\x21-\\x7E&&[^\\\\]]{1," + MOST_CHARACTERS + "}");

    /** Nothing between scheme and path but a host's name or address and a port: no user, no escapes. */
    private static final Pattern WEB_URL =
            Pattern.compile("((?i:https?)://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?)([/?#].*)?");

    /** Browsers send these as they are; java.net.URI wants them escaped. */
    private static final Pattern LEFT_UNESCAPED = Pattern.compile("[\\[\\]{}|^`]");

    /** Slashes and backslashes that hide in escapes, and escapes of escapes that would hide them or a dot. */
    private static final Pattern HIDDEN_IN_ESCAPES = Pattern.compile("(?i)%(?:2f|5c|25(?:2e|2f|5c))");

    /**
     * What makes two readers of a decoded path see different pages: empty and dot segments, with or without a {@code
     * ;parameter}, control characters, and bytes that are no UTF-8.
     */
    private static final Pattern AMBIGUOUS_PATH = Pattern.compile("//|[\\p{Cntrl}\\\\\\uFFFD]|/\\.{1,2}(?:[;/]|$)");

    /**
     * Reads the parameter {@code url}: base64url, with or without padding, or the original's plain base64, even if its
     * {@code +} arrived as a blank.
     *
     * @return empty for anything but a page of a registered application
     */
    static Optional<ReturnTarget> parse(@Nullable String parameter, RegisteredApplications applications) {
        return decode(parameter)
                .flatMap(url -> page(url).flatMap(applications::owning).map(owner -> new ReturnTarget(url, owner)));
    }

    private static Optional<String> decode(@Nullable String parameter) {
        if (parameter == null || parameter.isEmpty() || parameter.length() > MOST_BASE64) {
            return Optional.empty();
        }
        String base64url = parameter.replace(' ', '-').replace('+', '-').replace('/', '_');
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(base64url);
            return Optional.of(new String(bytes, StandardCharsets.UTF_8))
                    .filter(url -> CHARACTERS.matcher(url).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64
        }
    }

    private static Optional<URI> page(String url) {
        Matcher parts = WEB_URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String rest = parts.group(2) == null ? "" : parts.group(2);
        try {
            URI uri = new URI(parts.group(1) + LEFT_UNESCAPED.matcher(rest).replaceAll("_")).parseServerAuthority();
            return Optional.of(uri).filter(ReturnTarget::hasPlainPath);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean hasPlainPath(URI uri) {
        return !HIDDEN_IN_ESCAPES.matcher(uri.getRawPath()).find()
                && !AMBIGUOUS_PATH.matcher(uri.getPath()).find();
    }
}

package org.memorycached.portal.sessions;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser in words that its user knows it by, such as Firefox 140 on Windows: the product that it names in its user
 * agent (RFC 9110, section 10.1.5), and the system if it names one. Nobody checks what a browser says of itself.
 */
final class BrowserName {

    private static final String UNKNOWN = "Unknown browser";

    /** Most name, for old servers' sake, the products that they descend from too: the youngest come first. */
    private static final List<Product> PRODUCTS = List.of(
            new Product("Edge", "(?:Edg|EdgA|EdgiOS)"),
            new Product("Opera", "OPR"),
            new Product("Vivaldi", "Vivaldi"),
            new Product("Samsung Internet", "SamsungBrowser"),
            new Product("Firefox", "(?:Firefox|FxiOS)"),
            new Product("Chrome", "(?:HeadlessChrome|Chrome|CriOS)"),
            new Product("Safari", "Version"));

    /** The more special first: Android is a Linux, and an iPhone says that it is like a Mac. */
    private static final List<Named> SYSTEMS = List.of(
            new Named("Windows", "Windows NT"),
            new Named("Android", "Android"),
            new Named("iPhone", "iPhone"),
            new Named("iPad", "iPad"),
            new Named("macOS", "Macintosh"),
            new Named("ChromeOS", "CrOS"),
            new Named("Linux", "Linux"));

    /** The first product of a user agent of any other kind, such as curl/8.5.0. */
    private static final Pattern OTHER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]{0,39})(?:/(\\d{1,4})\\S*)?(?: .*)?");

    private BrowserName() {}

    /** @param userAgent the header's value; empty if there was none */
    static String of(String userAgent) {
        return PRODUCTS.stream()
                .map(product -> product.in(userAgent))
                .flatMap(Optional::stream)
                .findFirst()
                .map(browser -> browser + system(userAgent))
                .orElseGet(() -> other(userAgent));
    }

    private static String system(String userAgent) {
        return SYSTEMS.stream()
                .filter(system -> userAgent.contains(system.token()))
                .findFirst()
                .map(system -> " on " + system.name())
                .orElse("");
    }

    /** Everybody says Mozilla: that names nobody. */
    private static String other(String userAgent) {
        Matcher product = OTHER.matcher(userAgent);
        if (!product.matches() || product.group(1).equals("Mozilla")) {
            return UNKNOWN;
        }
        return product.group(2) == null ? product.group(1) : product.group(1) + " " + product.group(2);
    }

    private record Named(String name, String token) {}

    private record Product(String name, Pattern token) {

        Product(String name, String token) {
            this(name, Pattern.compile("\\b" + token + "/(\\d{1,4})"));
        }

        Optional<String> in(String userAgent) {
            Matcher found = token.matcher(userAgent);
            return found.find() ? Optional.of(name + " " + found.group(1)) : Optional.empty();
        }
    }
}

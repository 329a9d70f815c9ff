package org.memorycached.portal.menu;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The applications, as configured.
 *
 * @param applications Applications that users reach through the portal, and are sent back to after signing in.
 */
@ConfigurationProperties("portal")
record ApplicationProperties(@DefaultValue List<Entry> applications) {

    /**
     * One application.
     *
     * @param name What the menu calls it.
     * @param url Where it begins, such as https://wiki.example.com/. Users are sent back to pages below it only.
     * @param description One line for the menu.
     */
    record Entry(
            @Nullable String name,
            @Nullable String url,
            @DefaultValue("") String description) {

        /** @param property name of the property that this application comes from */
        Application checked(String property) {
            if (name == null || name.isBlank()) {
                throw new InvalidPropertyException(property + ".name", name, "give the name for the menu");
            }
            return new Application(name, checkedUrl(property + ".url"), description);
        }

        private URI checkedUrl(String property) {
            URI parsed = parsed();
            if (parsed == null) {
                throw new InvalidPropertyException(
                        property,
                        url,
                        "write it as http or https, host, port if need be, and path, such as https://wiki.example.com/");
            }
            return parsed;
        }

        private @Nullable URI parsed() {
            try {
                URI uri = url == null ? URI.create("") : new URI(url).normalize();
                return isPlaceOfPages(uri) ? uri : null;
            } catch (URISyntaxException e) {
                return null;
            }
        }

        private static boolean isPlaceOfPages(URI uri) {
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        }
    }
}

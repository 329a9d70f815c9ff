package org.memorycached.session.identity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * An attribute of a session as the value of a header: percent-encoded UTF-8 (RFC 3986, section 2.1), in which letters,
 * digits and {@code - . _ ~ @} stand for themselves. So a line end cannot split the header, whatever the alphabet of a
 * name is it arrives, and {@code dwho@example.com} stays readable. Any percent-decoder reads it, a form's included,
 * because {@code +} is encoded too.
 *
 * <p>A list is its elements with commas between them, and only between them: a comma inside of one is encoded.
 */
final class HeaderValue {

    /** Proxies keep all headers of a message in 4 or 8 KB. */
    private static final int LONGEST = 2_048;

    private HeaderValue() {}

    /**
     * @return empty for null, for maps and for what is longer than 2048 characters: half of a name would be the name of
     *     somebody else
     */
    static Optional<String> of(@Nullable Object attribute) {
        return text(attribute).filter(value -> !value.isEmpty() && value.length() <= LONGEST);
    }

    private static Optional<String> text(@Nullable Object attribute) {
        return attribute instanceof List<?> list
                ? Optional.of(list.stream()
                        .map(HeaderValue::scalar)
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(",")))
                : scalar(attribute);
    }

    private static Optional<String> scalar(@Nullable Object value) {
        boolean isScalar = value instanceof CharSequence || value instanceof Number || value instanceof Boolean;
        return isScalar ? Optional.of(encoded(Objects.toString(value))) : Optional.empty();
    }

    private static String encoded(String text) {
        return UriUtils.encode(text, StandardCharsets.UTF_8).replace("%40", "@");
    }
}

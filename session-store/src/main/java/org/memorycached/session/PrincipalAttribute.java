package org.memorycached.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attribute that the option {@code principal} names, and the {@code <name>_MD5} that goes with it. */
final class PrincipalAttribute {

    private final @Nullable String name;

    PrincipalAttribute(@Nullable String name) {
        this.name = name;
    }

    boolean isConfigured() {
        return name != null;
    }

    /** Whose session has these attributes; empty when the attribute is missing or empty, which nobody may share. */
    Optional<String> of(Map<String, ? extends @Nullable Object> attributes) {
        if (name == null) {
            return Optional.empty();
        }
        Object value = attributes.get(name);
        return value instanceof String || value instanceof Number
                ? Optional.of(value.toString()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    /**
     * The attributes with {@code <name>_MD5} beside the principal, and without it where there is none.
     *
     * @throws IllegalArgumentException if the principal is neither text nor number, so that nobody could be found by it
     */
    Map<String, @Nullable Object> withMd5(Map<String, ? extends @Nullable Object> attributes) {
        if (name == null) {
            return Collections.unmodifiableMap(attributes);
        }
        requireScalar(name, attributes.get(name));
        Map<String, @Nullable Object> completed = new LinkedHashMap<>(attributes);
        String md5Name = name + "_MD5";
        of(attributes)
                .ifPresentOrElse(
                        principal -> completed.put(md5Name, Naming.md5Hex(principal)), () -> completed.remove(md5Name));
        return completed;
    }

    /** Who has several names, as LDAP's uid may, would escape every limit, and every ending of all sessions. */
    private static void requireScalar(String name, @Nullable Object value) {
        if (value != null && !(value instanceof String) && !(value instanceof Number)) {
            throw new IllegalArgumentException(
                    "Attribute '" + name + "' is a " + value.getClass().getName()
                            + "; the option principal names it, so it has to be one string or number");
        }
    }
}

package org.memorycached.session.codec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attributes are data: what JSON can say, and nothing else. Copies them deeply, makes them unmodifiable, and settles
 * each number on one type, so that a session reads the same before and after it was stored.
 */
final class Attributes {

    static final int MAX_DEPTH = 32;
    private static final int MAX_INTEGER_BITS = 256;

    private Attributes() {}

    static Map<String, @Nullable Object> copyOf(Map<String, ? extends @Nullable Object> attributes) {
        return attributes instanceof AttributeMap checked ? checked : copyMap("", attributes, 0);
    }

    private static Map<String, @Nullable Object> copyMap(String path, Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw refused(path, "has a key that is no string");
            }
            checkName(path, text);
            copy.put(text, copyValue(path.isEmpty() ? text : path + "." + text, value, depth + 1));
        });
        return new AttributeMap(copy);
    }

    /** Every reader must be able to read what was written, and half of a character has no form in UTF-8. */
    static void checkName(String path, String name) {
        int character;
        for (int i = 0; i < name.length(); i += Character.charCount(character)) {
            character = name.codePointAt(i);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw refused(path, "has a name that is no valid Unicode");
            }
        }
    }

    static void checkDepth(String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused(path, "is nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    private static List<@Nullable Object> copyList(String path, Collection<?> values, int depth) {
        List<@Nullable Object> copy = new ArrayList<>(values.size());
        for (Object value : values) {
            copy.add(copyValue(path, value, depth + 1));
        }
        return Collections.unmodifiableList(copy);
    }

    private static @Nullable Object copyValue(String path, @Nullable Object value, int depth) {
        checkDepth(path, depth);
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger integer) {
            return settled(path, integer);
        }
        if (value instanceof Double || value instanceof Float) {
            return finite(path, ((Number) value).doubleValue());
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(path, map, depth);
        }
        if (value instanceof Collection<?> values) {
            return copyList(path, values, depth);
        }
        throw refused(
                path,
                "is a " + value.getClass().getName()
                        + "; a session holds strings, booleans, integers, doubles, lists and maps of these");
    }

    static Object settled(String path, BigInteger value) {
        if (value.bitLength() > MAX_INTEGER_BITS) {
            throw refused(path, "is an integer of more than " + MAX_INTEGER_BITS + " bits");
        }
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    static Double finite(String path, double value) {
        if (!Double.isFinite(value)) {
            throw refused(path, "is not a finite number");
        }
        return value;
    }

    private static IllegalArgumentException refused(String path, String why) {
        return new IllegalArgumentException("Attribute '" + path + "' " + why);
    }
}

package org.memorycached.session.codec;

import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the hash of a session has beside the attributes: see {@link StorableSessionCodec}. */
final class StorableSessionFields {

    static final String SESSION_ID = "_session_id";
    static final String CREATED = "_java_created_ms";
    static final String LAST_USED = "_java_last_used_ms";
    static final String ENDS = "_java_ends_ms";
    static final String REVISION = "_java_revision";

    static final Set<String> NO_ATTRIBUTES = Set.of(SESSION_ID, CREATED, LAST_USED, ENDS, REVISION);

    /** An attribute: when LemonLDAP created the session, in seconds since 1970. */
    static final String LEMONLDAP_TIME = "_utime";

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

    private StorableSessionFields() {}

    /** All fields of a session, with the attributes among them. */
    static Map<String, @Nullable Object> of(String id, StoredSession session) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(SESSION_ID, id);
        if (session.booked()) {
            if (!session.attributes().isEmpty()) {
                throw new IllegalArgumentException("A booking has no attributes where Perl reads it");
            }
            return fields;
        }
        putTime(fields, CREATED, session.createdAt());
        putTime(fields, LAST_USED, session.lastUsedAt());
        putTime(fields, ENDS, session.endsAt());
        fields.put(REVISION, session.revision());
        session.attributes().forEach((name, value) -> {
            if (NO_ATTRIBUTES.contains(name)) {
                throw new IllegalArgumentException(
                        "Attribute '" + name + "' has the name of a field of the store's own; give it another one");
            }
            fields.put(name, value);
        });
        return fields;
    }

    private static void putTime(Map<String, @Nullable Object> fields, String name, @Nullable Instant time) {
        if (time != null) {
            fields.put(name, time.toEpochMilli());
        }
    }

    static @Nullable Instant time(Map<String, @Nullable Object> fields, String name) throws SessionFormatException {
        Long millis = number(fields, name);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    /** Zero, older than any, where Java has not written yet. */
    static long revision(Map<String, @Nullable Object> fields) throws SessionFormatException {
        Long revision = number(fields, REVISION);
        return revision == null ? 0 : revision;
    }

    private static @Nullable Long number(Map<String, @Nullable Object> fields, String name)
            throws SessionFormatException {
        if (!fields.containsKey(name)) {
            return null;
        }
        Long number = integer(fields.get(name));
        if (number == null) {
            throw new SessionFormatException("The field " + name + " is no integer");
        }
        return number;
    }

    /** An integer in either form that Perl has for it, as a number or as text; null for anything else. */
    static @Nullable Long integer(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        if (!(value instanceof String text) || !INTEGER.matcher(text).matches()) {
            return null;
        }
        BigInteger integer = new BigInteger(text);
        return integer.bitLength() < Long.SIZE ? integer.longValue() : null;
    }
}

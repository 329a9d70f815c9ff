package org.memorycached.session.codec;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one session off a parser, field by field: on the way of every page view that no heap copy answers, so nothing
 * is made in between. What is no session is a {@link SessionFormatException}, or an exception of the parser's or of
 * {@link Attributes}, whose messages may quote it.
 */
final class JsonSessionReader {

    private final JsonParser parser;
    private final Set<String> seen = new HashSet<>();

    private boolean isOurs;
    private @Nullable Instant createdAt;
    private @Nullable Instant lastUsedAt;
    private @Nullable Instant expiresAt;
    private @Nullable Instant endsAt;
    private boolean booked;
    private long revision; // zero, older than any, where a writer that does not count has left it out
    private @Nullable Map<String, @Nullable Object> attributes;

    /** @param parser at its beginning; not closed here */
    JsonSessionReader(JsonParser parser) {
        this.parser = parser;
    }

    StoredSession session() throws SessionFormatException {
        require(parser.nextToken() == JsonToken.START_OBJECT, "Not a JSON object");
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            require(seen.add(name), "A field is there twice");
            parser.nextToken();
            readField(name);
        }
        require(parser.nextToken() == null, "Something follows the JSON object");
        return stored();
    }

    /** Fields of a later writer are skipped. */
    private void readField(String name) throws SessionFormatException {
        switch (name) {
            case "version" -> isOurs = number(name) == JsonSessionCodec.VERSION;
            case "createdAt" -> createdAt = time(name);
            case "lastUsedAt" -> lastUsedAt = time(name);
            case "expiresAt" -> expiresAt = time(name);
            case "endsAt" -> endsAt = time(name);
            case "booked" -> booked = parser.currentToken() == JsonToken.VALUE_TRUE;
            case "revision" -> revision = isNull() ? 0 : number(name);
            case "attributes" -> attributes = attributes();
            default -> {}
        }
        parser.skipChildren();
    }

    private StoredSession stored() throws SessionFormatException {
        require(isOurs, "Not a session of version " + JsonSessionCodec.VERSION);
        if (createdAt == null || lastUsedAt == null || attributes == null) {
            throw new SessionFormatException("One of the fields createdAt, lastUsedAt and attributes is missing");
        }
        return new StoredSession(createdAt, lastUsedAt, expiresAt, endsAt, booked, revision, attributes);
    }

    private boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    private @Nullable Instant time(String name) throws SessionFormatException {
        return isNull() ? null : Instant.ofEpochMilli(number(name));
    }

    private long number(String name) throws SessionFormatException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new SessionFormatException("The field " + name + " is no whole number");
        }
        return parser.getLongValue();
    }

    private Map<String, @Nullable Object> attributes() throws SessionFormatException {
        require(parser.currentToken() == JsonToken.START_OBJECT, "The field attributes is no object");
        return new JsonObjectReader(parser).attributes();
    }

    private static void require(boolean isSo, String orElse) throws SessionFormatException {
        if (!isSo) {
            throw new SessionFormatException(orElse);
        }
    }
}

package org.memorycached.session.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the values of a JSON text into maps and lists as {@link Attributes} makes them: once, where Jackson's own maps
 * would have to be copied and checked again. Every page view that no heap copy answers does this.
 *
 * <p>What {@link Attributes} refuses is refused here too, and so is a name that an object has twice.
 */
final class JsonObjectReader {

    private final JsonParser parser;

    /** @param parser not closed here */
    JsonObjectReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The attributes whose object the parser has just begun; it stands at the object's end afterwards.
     *
     * @throws IllegalArgumentException if that is none that a session can have
     */
    Map<String, @Nullable Object> attributes() throws SessionFormatException {
        return object(0);
    }

    private Map<String, @Nullable Object> object(int depth) throws SessionFormatException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            Attributes.checkName("", name);
            parser.nextToken();
            int before = object.size();
            object.put(name, value(depth + 1));
            if (object.size() == before) {
                throw new SessionFormatException("A name is there twice");
            }
        }
        return new AttributeMap(object);
    }

    private List<@Nullable Object> array(int depth) throws SessionFormatException {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(depth + 1));
        }
        return Collections.unmodifiableList(array);
    }

    private @Nullable Object value(int depth) throws SessionFormatException {
        Attributes.checkDepth("", depth);
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> Attributes.finite("", parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            default -> throw new SessionFormatException("Not JSON");
        };
    }

    private Object integer() {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? Attributes.settled("", parser.getBigIntegerValue())
                : (Object) parser.getLongValue();
    }
}

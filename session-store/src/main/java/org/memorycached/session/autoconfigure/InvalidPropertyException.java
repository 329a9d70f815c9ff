package org.memorycached.session.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.memorycached.session.InvalidOptionException;

/**
 * A property of an application's own is wrong; its start ends with the same explanation as for {@code session-store.*}.
 */
public class InvalidPropertyException extends InvalidOptionException {

    private static final long serialVersionUID = 1L;

    /**
     * @param property the whole name, such as {@code portal.applications[0].url}
     * @param value the value as it was given, or what may be shown of it; null shows as "null"
     * @param fix one sentence, without its full stop, that says what would be right
     */
    public InvalidPropertyException(String property, @Nullable Object value, String fix) {
        super(property, value, fix);
    }
}

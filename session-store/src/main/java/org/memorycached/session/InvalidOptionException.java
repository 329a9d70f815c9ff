package org.memorycached.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An option of the store is wrong. The message names the option, repeats its value and says what would be right. */
public class InvalidOptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String option;
    private final String value;
    private final String fix;

    /**
     * @param option name as in {@link SessionStoreBuilder}, such as {@code servers}
     * @param value the value as it was given; null shows as "null"
     * @param fix one sentence that says what would be right
     */
    public InvalidOptionException(String option, @Nullable Object value, String fix) {
        super("Option " + option + " = '" + value + "': " + fix);
        this.option = option;
        this.value = Objects.toString(value);
        this.fix = fix;
    }

    /** The name of the wrong option. */
    public String option() {
        return option;
    }

    /** Its value as text, {@code "null"} for none; of a secret never the secret. */
    public String value() {
        return value;
    }

    /** What would be right. */
    public String fix() {
        return fix;
    }
}

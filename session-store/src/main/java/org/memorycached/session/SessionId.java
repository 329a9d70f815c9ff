package org.memorycached.session;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secret that the cookie carries: 128 random bits as 32 lower-case hex digits, the original's form.
 *
 * <p>128 bits from a cryptographically strong generator are what OWASP ASVS asks of a session identifier. Whoever
 * holds the id is the user, so {@link #toString()} shows four characters only and the id is stored nowhere: memcached
 * knows a session by its {@link SessionKey}.
 *
 * @param value 32 lower-case hex digits
 */
public record SessionId(String value) {

    private static final int BYTES = 16;
    private static final int LENGTH = 2 * BYTES;

    /**
     * @throws IllegalArgumentException if the value is not 32 lower-case hex digits; the message does not repeat it
     */
    public SessionId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("A session id is " + LENGTH + " lower-case hex digits");
        }
    }

    /** Draws a new id. Safe for use by many threads as far as the generator is. */
    public static SessionId random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SessionId(HexFormat.of().formatHex(bytes));
    }

    /** Reads an id that came from outside, such as a cookie's value: anything malformed is no id, never an error. */
    public static Optional<SessionId> parse(@Nullable String text) {
        return text != null && isWellFormed(text) ? Optional.of(new SessionId(text)) : Optional.empty();
    }

    private static boolean isWellFormed(String text) {
        return isLowerCaseHex(text, LENGTH);
    }

    /** Whether a text is so many lower-case hex digits. A loop and no stream: every request asks. */
    static boolean isLowerCaseHex(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value.substring(0, 4) + "…";
    }
}

package org.memorycached.session.web;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.SessionId;

/**
 * The secrets that sign session ids in cookies, so that a forged cookie is told from a real one without asking any
 * server. With {@link #NONE} a cookie holds the bare id, as the original's does.
 *
 * <p>A signed value is {@code <id>.<signature>}; the signature is HMAC-SHA-256 (RFC 2104) in URL-safe base64, 43
 * characters. The first key signs, all of them verify. To rotate without signing anybody out, add the new key in second
 * place on every node, then move it to the first, and drop the old one when the absolute lifetime of its sessions has
 * passed. Turning signing on signs everybody out, because bare ids count for nothing from then on.
 *
 * <p>Thread-safe. {@link #toString()} shows no key.
 */
public final class CookieKeys {

    /** Ids are not signed. */
    public static final CookieKeys NONE = new CookieKeys(List.of());

    /** As long as the signature: RFC 2104, section 3, discourages less. */
    private static final int LEAST_BYTES = 32;

    private static final char SEPARATOR = '.';
    private static final int ID_LENGTH = 32;
    private static final int SIGNED_LENGTH = ID_LENGTH + 1 + CookieKey.SIGNATURE_LENGTH;

    private final List<CookieKey> keys;

    private CookieKeys(List<CookieKey> keys) {
        this.keys = keys;
    }

    /**
     * @param secrets each at least 32 random bytes in base64, such as by {@code openssl rand -base64 32}; none of them
     *     turns signing off
     * @throws InvalidOptionException if one is no base64, or too short; it names the option {@code sso.cookie-keys} and
     *     does not show the secret
     */
    public static CookieKeys of(List<String> secrets) {
        return secrets.isEmpty()
                ? NONE
                : new CookieKeys(IntStream.range(0, secrets.size())
                        .mapToObj(place -> key(place, secrets.get(place)))
                        .toList());
    }

    private static CookieKey key(int place, String secret) {
        byte[] bytes = decoded(place, secret.strip());
        if (bytes.length < LEAST_BYTES) {
            throw wrong(place, "a secret of " + bytes.length + " bytes");
        }
        return new CookieKey(bytes);
    }

    private static byte[] decoded(int place, String secret) {
        try {
            return Base64.getDecoder().decode(secret);
        } catch (IllegalArgumentException e) { // its message quotes a character of the secret
            throw wrong(place, "a secret that is no base64");
        }
    }

    private static InvalidOptionException wrong(int place, String what) {
        return new InvalidOptionException(
                "sso.cookie-keys[" + place + "]",
                "(" + what + ")",
                "write at least " + LEAST_BYTES + " random bytes in base64, such as by: openssl rand -base64 "
                        + LEAST_BYTES);
    }

    /** The cookie's value for an id. */
    String write(SessionId id) {
        return keys.isEmpty()
                ? id.value()
                : id.value() + SEPARATOR + keys.get(0).sign(id.value());
    }

    /** The id of a cookie's value: empty if the value is malformed, or not signed by any of the keys. */
    Optional<SessionId> read(@Nullable String value) {
        if (keys.isEmpty()) {
            return SessionId.parse(value);
        }
        // First what costs next to nothing: most of what is forged ends here.
        if (value == null || value.length() != SIGNED_LENGTH || value.charAt(ID_LENGTH) != SEPARATOR) {
            return Optional.empty();
        }
        String signature = value.substring(ID_LENGTH + 1);
        return SessionId.parse(value.substring(0, ID_LENGTH)).filter(id -> isSigned(id, signature));
    }

    /** Which key it was is no secret: the time of a comparison must not depend on the signature alone. */
    private boolean isSigned(SessionId id, String signature) {
        for (CookieKey key : keys) {
            if (key.hasSigned(id.value(), signature)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "CookieKeys(" + keys.size() + ")";
    }
}

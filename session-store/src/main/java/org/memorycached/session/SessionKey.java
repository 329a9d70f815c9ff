package org.memorycached.session;

import org.apache.commons.codec.digest.DigestUtils;

/**
 * Where a session is stored: the SHA-256 of its id, as 64 lower-case hex digits.
 *
 * <p>The key names a session without giving the power to act as it, so that a dump of memcached holds no usable cookie
 * and no cookie can name anything but a session.
 *
 * @param value 64 lower-case hex digits
 */
public record SessionKey(String value) {

    private static final int LENGTH = 64;

    /**
     * @throws IllegalArgumentException if the value is not 64 lower-case hex digits
     */
    public SessionKey {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("A session key is the SHA-256 of a session id, as hex");
        }
    }

    /** The place of the session that this id opens. */
    public static SessionKey of(SessionId id) {
        return new SessionKey(DigestUtils.sha256Hex(id.value()));
    }

    static boolean isWellFormed(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    @Override
    public String toString() {
        return value.substring(0, 4) + "…";
    }
}

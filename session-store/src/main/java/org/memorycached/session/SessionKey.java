package org.memorycached.session;

/**
 * Where a session is stored. It names a session without giving the power to act as it, so pages and logs may show it:
 * what it shows is the SHA-256 of the session's id.
 *
 * <p>Immutable; two keys are equal if they are of the same session.
 */
public final class SessionKey {

    private static final int SHOWN = 4;

    private final String name;
    private final String fingerprint;

    /**
     * @param name what memcached knows the session by: in Perl mode the id itself, which must not be shown
     * @param fingerprint the SHA-256 of the id, as 64 lower-case hex digits
     */
    SessionKey(String name, String fingerprint) {
        this.name = name;
        this.fingerprint = fingerprint;
    }

    /** The SHA-256 of the session's id, as 64 lower-case hex digits. */
    public String fingerprint() {
        return fingerprint;
    }

    String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionKey that && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    /** The fingerprint's beginning. */
    @Override
    public String toString() {
        return fingerprint.substring(0, SHOWN) + "…";
    }
}

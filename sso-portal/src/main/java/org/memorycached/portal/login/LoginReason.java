package org.memorycached.portal.login;

/** Why somebody sees the login page: what the page says above its form. */
enum LoginReason {
    /** They opened it. */
    OPENED,
    /** They asked for a page that wants to know who they are. The original's {@code op=c}. */
    NOT_SIGNED_IN,
    /**
     * The session of their cookie is over: timed out, not used for too long, or used from another address. The
     * original's {@code op=t}, {@code x} and {@code i}.
     */
    SESSION_ENDED,
    /** What they sent to an application did not arrive, because they are not signed in. {@code op=p}, of our own. */
    INTERRUPTED,
    /** They signed out, with this browser. */
    SIGNED_OUT,
    /** They ended all their sessions. */
    SIGNED_OUT_EVERYWHERE,
    /** The user name or the password was wrong; which one, the page does not say. */
    REFUSED,
    /** They, or somebody at their address, tried too often. */
    TOO_MANY,
    /** They are signed in as often as they may be. */
    TOO_MANY_SESSIONS,
    /** Their session could not be stored. */
    UNAVAILABLE;

    /** Whether the page says it as an error. */
    public boolean isError() {
        return switch (this) {
            case REFUSED, TOO_MANY, TOO_MANY_SESSIONS, UNAVAILABLE, INTERRUPTED -> true;
            case OPENED, NOT_SIGNED_IN, SESSION_ENDED, SIGNED_OUT, SIGNED_OUT_EVERYWHERE -> false;
        };
    }

    /** @param where everywhere, if all of the user's sessions have ended; anything else if it is this browser's only */
    static LoginReason ofSignOut(String where) {
        return where.equals("everywhere") ? SIGNED_OUT_EVERYWHERE : SIGNED_OUT;
    }

    static LoginReason of(String op) {
        return switch (op) {
            case "c" -> NOT_SIGNED_IN;
            case "t", "i", "x" -> SESSION_ENDED;
            case "p" -> INTERRUPTED;
            default -> OPENED;
        };
    }
}

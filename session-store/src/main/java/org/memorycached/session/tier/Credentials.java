package org.memorycached.session.tier;

/**
 * A user name and a password for memcached (SASL PLAIN, RFC 4616).
 *
 * @param username as the servers know it; with {@code @realm} where they want one
 * @param password never shown
 * @param option the option that gave them, for messages
 */
public record Credentials(String username, String password, String option) {

    /**
     * @throws IllegalArgumentException if one of them cannot be sent; the message does not show it
     */
    public Credentials {
        requireSendable("user name", username);
        requireSendable("password", password);
    }

    /** A NUL is what separates the two on the wire. */
    private static void requireSendable(String what, String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a " + what + " is not empty, and has no NUL character in it");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[username=" + username + ", option=" + option + "]";
    }
}

package org.memorycached.session;

/**
 * Where a login comes from, as the list of a principal's sessions shows it. Told by the browser, so it proves nothing.
 *
 * @param address such as 192.0.2.7; empty if not known
 * @param userAgent the browser's name for itself; empty if not known, and cut to 200 characters
 */
public record SessionClient(String address, String userAgent) {

    /** Nothing is known. */
    public static final SessionClient UNKNOWN = new SessionClient("", "");

    private static final int LONGEST_ADDRESS = 64;
    private static final int LONGEST_USER_AGENT = 200;

    public SessionClient {
        address = cut(address, LONGEST_ADDRESS);
        userAgent = cut(userAgent, LONGEST_USER_AGENT);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}

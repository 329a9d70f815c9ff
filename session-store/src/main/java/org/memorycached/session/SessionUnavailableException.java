package org.memorycached.session;

/**
 * The store cannot tell: neither "here is the session" nor "there is none". Whoever asked should answer 503 and must
 * not treat the user as logged out.
 *
 * <p>All outages that {@link SessionStore} reports are of this family; the cause is kept.
 */
public class SessionUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SessionUnavailableException(String message) {
        super(message);
    }

    public SessionUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.memorycached.session;

/**
 * A server of a tier did not answer: it is down, frozen, or too slow. Unless it is a {@link
 * WriteOutcomeUnknownException}, nothing was changed.
 */
public class TierUnavailableException extends SessionUnavailableException {

    private static final long serialVersionUID = 1L;

    public TierUnavailableException(String message) {
        super(message);
    }

    public TierUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

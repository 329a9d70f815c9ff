package org.memorycached.session;

/**
 * A write was sent and no answer came: a server that thaws may still apply it. Read again to learn what happened.
 */
public class WriteOutcomeUnknownException extends TierUnavailableException {

    private static final long serialVersionUID = 1L;

    public WriteOutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}

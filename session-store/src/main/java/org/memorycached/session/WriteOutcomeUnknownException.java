package org.memorycached.session;

/**
 * A write was sent and no answer came, so that a server that thaws may still apply it; or it was applied, and not every
 * node may have been told. Read again to learn what happened; repeating a {@link SessionStore#delete} makes it certain.
 */
public class WriteOutcomeUnknownException extends TierUnavailableException {

    private static final long serialVersionUID = 1L;

    public WriteOutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}

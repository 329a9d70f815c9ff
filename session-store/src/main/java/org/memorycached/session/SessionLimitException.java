package org.memorycached.session;

/** The principal has as many sessions as allowed, and the policy is to deny one more. Nothing was stored. */
public class SessionLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int limit;

    SessionLimitException(int limit) {
        super("The user has " + limit + " sessions already, and the option sessionLimit allows no more");
        this.limit = limit;
    }

    /** How many sessions one principal may have. */
    public int limit() {
        return limit;
    }
}

package org.memorycached.session;

/**
 * How many sessions one principal may have.
 *
 * @param most at least one
 */
record SessionLimit(int most, SessionLimitPolicy policy) {

    /** Nobody needs more, and the index must end somewhere: then the oldest go. */
    static final int MOST_INDEXED = 1_000;

    static final SessionLimit NONE = new SessionLimit(MOST_INDEXED, SessionLimitPolicy.ALLOW);
}

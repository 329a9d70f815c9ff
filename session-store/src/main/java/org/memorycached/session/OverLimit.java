package org.memorycached.session;

import java.util.List;

/**
 * A principal's oldest sessions that a login has put over the limit.
 *
 * @param sessions oldest first
 */
record OverLimit(List<PrincipalSession> sessions, SessionLimit limit) {

    /** None, for a session without a principal. */
    static final OverLimit NOTHING = new OverLimit(List.of(), SessionLimit.NONE);

    /** Those that have to end now. */
    List<PrincipalSession> evicted() {
        int spared = limit.policy() == SessionLimitPolicy.NOTIFY ? SessionLimit.MOST_INDEXED - limit.most() : 0;
        return sessions.subList(0, Math.max(0, sessions.size() - spared));
    }

    /** What the caller of a login is told of; a policy of allowing says nothing. */
    List<PrincipalSession> told() {
        return limit.policy() == SessionLimitPolicy.ALLOW ? List.of() : sessions;
    }
}

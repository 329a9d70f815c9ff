package org.memorycached.session;

/** A new session on its way into the index of its principal. */
interface Registration {

    /**
     * Enters the session, whose own write must be confirmed before: who finds it in the index looks for it.
     *
     * @throws SessionLimitException if the policy is to deny one more
     */
    OverLimit complete();
}

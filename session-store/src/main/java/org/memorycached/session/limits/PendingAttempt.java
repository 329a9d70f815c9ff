package org.memorycached.session.limits;

import java.util.function.Supplier;

/**
 * An attempt whose subject's pause has been asked for, and which is not yet counted. Between both steps other operations
 * can be sent: what is sent before an answer is awaited takes one way to the servers and back. For use by one thread.
 */
@FunctionalInterface
public interface PendingAttempt {

    /**
     * Waits for the pause, and if there is none counts the attempt. It is counted then, whether or not anybody waits for
     * the answer.
     *
     * @return waits for whether it may be made; throws like {@link AttemptLimit#begin}
     * @throws org.memorycached.session.TierUnavailableException if no central server tells of the pause
     */
    Supplier<Attempt> count();
}

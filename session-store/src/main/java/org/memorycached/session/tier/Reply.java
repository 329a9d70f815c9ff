package org.memorycached.session.tier;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.TierUnavailableException;

/**
 * The answer to an operation that was sent. Several operations that are sent before the first answer is awaited share
 * one round trip.
 */
@FunctionalInterface
public interface Reply<T extends @Nullable Object> {

    /**
     * Waits for the answer, until the operation's timeout, which counts from when it was sent.
     *
     * @throws TierUnavailableException as the operation itself; sending never throws
     */
    T await();

    /** Asks at once, and keeps the answer or the outage for whoever awaits it: for servers in this process. */
    static <T extends @Nullable Object> Reply<T> now(Supplier<T> operation) {
        try {
            T answer = operation.get();
            return () -> answer;
        } catch (TierUnavailableException e) {
            return failed(e);
        }
    }

    /** An operation that was not sent. */
    static <T extends @Nullable Object> Reply<T> failed(TierUnavailableException outage) {
        return () -> {
            throw outage;
        };
    }
}

package org.memorycached.session.limits;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Tier;

/**
 * The central servers, each key on the first of its order that answers. A count begins anew on the next one when that is
 * lost: somebody who guesses gets one more round of attempts, and nobody else is kept from signing in. Thread-safe.
 */
final class FirstThatAnswers {

    private static final int LOOKS = 4;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Tier central;

    FirstThatAnswers(Tier central) {
        this.central = central;
    }

    /**
     * @throws TierUnavailableException if none of them answers
     */
    <T> T ask(String key, Function<CacheServer, T> operation) {
        for (int look = 1; look < LOOKS; look++) {
            try {
                return askOnce(key, operation);
            } catch (TierUnavailableException e) {
                // Nobody uses these connections between two sign-ins: after an outage the first to ask brings them
                // back.
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
        return askOnce(key, operation);
    }

    /** Sends at once; what does not answer is {@link #ask asked} again when the answer is awaited. */
    <T> Reply<T> send(String key, Function<CacheServer, Reply<T>> operation) {
        int first = central.placesOf(key, 1)[0];
        Reply<T> sent = operation.apply(central.servers().get(first));
        return () -> {
            try {
                return sent.await();
            } catch (TierUnavailableException e) {
                return ask(key, server -> operation.apply(server).await());
            }
        };
    }

    private <T> T askOnce(String key, Function<CacheServer, T> operation) {
        TierUnavailableException outage = null;
        for (int place : central.placesOf(key, central.servers().size())) {
            try {
                return operation.apply(central.servers().get(place));
            } catch (TierUnavailableException e) {
                outage = outage == null ? e : outage;
            }
        }
        throw outage == null ? new IllegalStateException("This tier has no servers") : outage;
    }
}

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
        return send(key, server -> Reply.now(() -> operation.apply(server))).await();
    }

    /** Sends to the first one at once; if it does not answer, the others are asked when the answer is awaited. */
    <T> Reply<T> send(String key, Function<CacheServer, Reply<T>> operation) {
        int[] places = central.placesOf(key, central.servers().size());
        Reply<T> sent = operation.apply(central.servers().get(places[0]));
        return () -> {
            try {
                return sent.await();
            } catch (TierUnavailableException e) {
                return askOthers(places, operation, e);
            }
        };
    }

    private <T> T askOthers(
            int[] places, Function<CacheServer, Reply<T>> operation, TierUnavailableException outageOfFirst) {
        for (int look = 1; look <= LOOKS; look++) {
            for (int i = look == 1 ? 1 : 0; i < places.length; i++) {
                try {
                    return operation.apply(central.servers().get(places[i])).await();
                } catch (TierUnavailableException e) {
                    // The next one may answer; if none does, what the first one said is told.
                }
            }
            if (look < LOOKS) {
                // After an outage of all of them a connection takes a moment to come back.
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
        throw outageOfFirst;
    }
}

package org.memorycached.session.limits;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.VersionedValue;

/** Numbers on the central servers that many nodes count at once. */
final class Counters {

    private static final int MOST_TRIES = 20;

    private final FirstThatAnswers central;

    Counters(FirstThatAnswers central) {
        this.central = central;
    }

    long increment(String key, Duration kept) {
        return central.ask(key, server -> increment(server, key, kept));
    }

    private static long increment(CacheServer server, String key, Duration kept) {
        for (int i = 0; i < MOST_TRIES; i++) {
            OptionalLong number = server.increment(key);
            if (number.isPresent()) {
                return number.getAsLong();
            }
            if (server.add(key, bytes(1), kept)) {
                return 1;
            }
        }
        // Without a count there is no limit: that is an outage, not a free pass.
        throw new TierUnavailableException(server.name() + " loses counters as soon as they are there");
    }

    long read(String key) {
        return central.ask(key, server -> server.get(key))
                .map(value -> number(value.bytes()))
                .orElse(0L);
    }

    /** Gives up if others count all the time: then one attempt too many is counted, until the window is over. */
    void decrement(String key, Duration kept) {
        boolean ignored = central.ask(key, server -> decrement(server, key, kept));
    }

    private static boolean decrement(CacheServer server, String key, Duration kept) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<VersionedValue> value = server.get(key);
            if (value.isEmpty() || decremented(server, key, value.get(), kept)) {
                return true;
            }
        }
        return false;
    }

    private static boolean decremented(CacheServer server, String key, VersionedValue value, Duration kept) {
        long number = number(value.bytes());
        return number <= 1
                ? server.delete(key, value.version())
                : server.swap(key, value.version(), bytes(number - 1), kept) != CacheServer.Swap.CHANGED;
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII).trim());
    }
}

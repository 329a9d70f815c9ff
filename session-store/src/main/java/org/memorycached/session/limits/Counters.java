package org.memorycached.session.limits;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Value;

/** Numbers on the central servers that many nodes count at once. */
final class Counters {

    private static final int MOST_TRIES = 20;
    private static final Value NONE = Value.of("0".getBytes(StandardCharsets.US_ASCII));

    private final FirstThatAnswers central;

    Counters(FirstThatAnswers central) {
        this.central = central;
    }

    Reply<Long> sendIncrement(String key, Duration kept) {
        return central.send(key, server -> sendIncrement(server, key, kept, MOST_TRIES));
    }

    /** One round trip: a count that is there already stays, and what is sent to one server is done in that order. */
    private static Reply<Long> sendIncrement(CacheServer server, String key, Duration kept, int tries) {
        Reply<Boolean> added = server.sendAdd(key, NONE, kept);
        Reply<OptionalLong> number = server.sendIncrement(key);
        return () -> {
            OptionalLong counted = number.await();
            if (counted.isPresent()) {
                return counted.getAsLong();
            }
            boolean ignored = added.await(); // throws if the server has refused it
            if (tries == 1) {
                // Without a count there is no limit: that is an outage, not a free pass.
                throw new TierUnavailableException(server.name() + " loses counters as soon as they are there");
            }
            return sendIncrement(server, key, kept, tries - 1).await();
        };
    }

    long read(String key) {
        return central.ask(key, server -> server.get(key))
                .map(value -> number(value.bytes()))
                .orElse(0L);
    }

    /** What is not counted stays so. */
    Reply<?> sendDecrement(String key) {
        return central.send(key, server -> server.sendDecrement(key));
    }

    static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII).trim());
    }
}

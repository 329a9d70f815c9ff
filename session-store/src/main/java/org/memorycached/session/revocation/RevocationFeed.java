package org.memorycached.session.revocation;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Value;
import org.memorycached.session.tier.VersionedValue;

/** The feed of one central server: publishes changes, and reads what others have published. Thread-safe. */
public final class RevocationFeed {

    static final String HEAD = "feed:head";
    private static final String ENTRY_PREFIX = "feed:";

    /** Far longer than any follower that still holds its position takes to read an entry. */
    private static final Duration ENTRY_LIFETIME = Duration.ofMinutes(10);

    /** Leaves room for a million publications per millisecond before a restart could count into the past. */
    private static final int EPOCH_SHIFT = 20;

    private final CacheServer server;
    private final Clock clock;

    public RevocationFeed(CacheServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    String server() {
        return server.name();
    }

    /**
     * Tells all followers not to trust older copies of this session. Call it after the server confirmed the change, or
     * when its outcome is unknown; never before.
     *
     * @return the position of the publication
     * @throws TierUnavailableException if it is not certain that the publication stands
     */
    public long publish(String sessionKey) {
        return sendPublication(sessionKey).await().await();
    }

    /**
     * The same in two steps, so that the feeds of several servers share their round trips: the first answer comes when a
     * position was drawn, the second when the entry stands there.
     */
    public Reply<Reply<Long>> sendPublication(String sessionKey) {
        Reply<OptionalLong> draw = server.sendIncrement(HEAD);
        return () -> {
            long position = drawn(draw);
            Reply<Boolean> entry = server.sendSet(
                    ENTRY_PREFIX + position, Value.of(sessionKey.getBytes(StandardCharsets.US_ASCII)), ENTRY_LIFETIME);
            return () -> {
                entry.await();
                return position;
            };
        };
    }

    /** Makes every follower start anew: the next position is far above all that were. */
    public static void restart(CacheServer server) {
        server.delete(HEAD);
    }

    private long drawn(Reply<OptionalLong> draw) {
        OptionalLong position = draw.await();
        if (position.isEmpty()) {
            begin();
            position = server.increment(HEAD);
        }
        return position.orElseThrow(() -> new TierUnavailableException(server.name() + " does not keep its feed"));
    }

    /** The newest position; starts the feed if the server has none. */
    long head() {
        return server.get(HEAD).map(RevocationFeed::number).orElseGet(() -> {
            begin();
            return server.get(HEAD)
                    .map(RevocationFeed::number)
                    .orElseThrow(() -> new TierUnavailableException(server.name() + " does not keep its feed"));
        });
    }

    private void begin() {
        long seed = clock.millis() << EPOCH_SHIFT;
        server.add(HEAD, Long.toString(seed).getBytes(StandardCharsets.US_ASCII), Duration.ZERO);
    }

    /** The session keys published from one position up to another, both included, as far as the entries exist. */
    Map<Long, String> entries(long from, long to) {
        return entries(LongStream.rangeClosed(from, to).boxed().toList());
    }

    /** The session keys published at these positions, as far as the entries exist. */
    Map<Long, String> entries(List<Long> positions) {
        List<String> keys =
                positions.stream().map(position -> ENTRY_PREFIX + position).toList();
        Map<Long, String> entries = new TreeMap<>();
        server.getAll(keys)
                .forEach((key, value) -> entries.put(
                        Long.valueOf(key.substring(ENTRY_PREFIX.length())),
                        new String(value, StandardCharsets.US_ASCII)));
        return entries;
    }

    private static long number(VersionedValue value) {
        // memcached pads a counter that became shorter with blanks
        String digits = new String(value.bytes(), StandardCharsets.US_ASCII).trim();
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new TierUnavailableException("The feed's counter is no number", e);
        }
    }
}

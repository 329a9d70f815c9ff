package org.memorycached.session;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.codec.SessionFormatException;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.tier.Tier;
import org.memorycached.session.tier.VersionedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stamped copies of sessions in the local tier. A copy is a header of 17 bytes (format, stamp, time of the central
 * read) and the session's stored form; it is served only under the rule of {@link
 * org.memorycached.session.revocation}.
 *
 * <p>A local tier that does not answer, or that there is none, is a miss like any other.
 */
final class LocalCopies {

    private static final Logger LOG = LoggerFactory.getLogger(LocalCopies.class);

    private static final byte FORMAT = 1;
    private static final int HEADER = Byte.BYTES + 2 * Long.BYTES;

    /** What the local tier said. */
    sealed interface Answer {}

    /** A copy that may be served. */
    record Hit(StoredSession session, Instant readAt) implements Answer {}

    /**
     * No copy that may be served.
     *
     * @param rejected the version of the copy that may not, to put a newer one in its place
     */
    record Miss(OptionalLong rejected) implements Answer {}

    private static final Miss NOTHING = new Miss(OptionalLong.empty());

    private final Tier tier;
    private final SessionCodec codec;
    private final Duration maxAge;
    private final Clock clock;
    private final SessionStoreObserver observer;

    LocalCopies(Tier tier, SessionCodec codec, Duration maxAge, Clock clock, SessionStoreObserver observer) {
        this.tier = tier;
        this.codec = codec;
        this.maxAge = maxAge;
        this.clock = clock;
        this.observer = observer;
    }

    Answer read(SessionKey key, Follower follower) {
        // Without a lease no copy would be accepted: do not even ask.
        if (tier.isEmpty() || !follower.leaseHolds()) {
            return NOTHING;
        }
        String wireKey = WireKeys.copy(key);
        try {
            return tier.serverOf(wireKey)
                    .get(wireKey)
                    .<Answer>map(value -> judge(key, value, follower))
                    .orElse(NOTHING);
        } catch (TierUnavailableException e) {
            observer.unavailable(Level.LOCAL);
            LOG.debug("Reading around the local tier: {}", e.getMessage());
            return NOTHING;
        }
    }

    private Answer judge(SessionKey key, VersionedValue value, Follower follower) {
        Miss rejected = new Miss(OptionalLong.of(value.version()));
        ByteBuffer copy = ByteBuffer.wrap(value.bytes());
        if (copy.remaining() < HEADER || copy.get() != FORMAT) {
            observer.corrupt(Level.LOCAL);
            return rejected;
        }
        long stamp = copy.getLong();
        Instant readAt = Instant.ofEpochMilli(copy.getLong());
        Instant now = clock.instant();
        if (!now.isBefore(readAt.plus(maxAge)) || !follower.accepts(key.value(), stamp)) {
            return rejected;
        }
        return decode(key, copy)
                .filter(session -> session.isLiveAt(now)) // the central tier may know of a later use
                .<Answer>map(session -> new Hit(session, readAt))
                .orElse(rejected);
    }

    private Optional<StoredSession> decode(SessionKey key, ByteBuffer copy) {
        byte[] session = new byte[copy.remaining()];
        copy.get(session);
        try {
            return Optional.of(codec.decode(WireKeys.session(key), new EncodedSession(session, 0)));
        } catch (SessionFormatException e) {
            observer.corrupt(Level.LOCAL);
            LOG.warn("The local copy of session {} cannot be read and counts as absent: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Offers a copy to the local tier, without waiting.
     *
     * @param stamp the follower's position before the central read or write; empty to make no copy
     * @param replaces the version of a copy that was rejected
     */
    void fill(SessionKey key, StoredSession session, OptionalLong stamp, OptionalLong replaces) {
        if (tier.isEmpty() || stamp.isEmpty()) {
            return;
        }
        byte[] stored = codec.encode(WireKeys.session(key), session, null).bytes();
        byte[] copy = ByteBuffer.allocate(HEADER + stored.length)
                .put(FORMAT)
                .putLong(stamp.getAsLong())
                .putLong(clock.millis())
                .put(stored)
                .array();
        String wireKey = WireKeys.copy(key);
        tier.serverOf(wireKey).offer(wireKey, replaces, copy, maxAge);
    }

    /** Clears a copy away. Only housekeeping: followers reject it anyway. */
    void forget(SessionKey key) {
        if (!tier.isEmpty()) {
            String wireKey = WireKeys.copy(key);
            tier.serverOf(wireKey).discard(wireKey);
        }
    }
}

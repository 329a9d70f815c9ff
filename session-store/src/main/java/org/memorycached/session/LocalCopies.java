package org.memorycached.session;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.codec.SessionFormatException;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.revocation.Stamp;
import org.memorycached.session.tier.Tier;
import org.memorycached.session.tier.VersionedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stamped copies of sessions in the local tier. A copy is a header (format, whose positions the stamp has, the stamp,
 * time of the central read, memcached's flags) and the session's stored form, as the central tier has it; it is served
 * only under the rule of {@link org.memorycached.session.revocation}.
 *
 * <p>A local tier that does not answer, or that there is none, is a miss like any other.
 */
final class LocalCopies {

    private static final Logger LOG = LoggerFactory.getLogger(LocalCopies.class);

    private static final byte FORMAT = 2;

    /** Format, followers, number of positions, time, flags; without the positions. */
    private static final int HEADER = Byte.BYTES + Integer.BYTES + Byte.BYTES + Long.BYTES + Integer.BYTES;

    /** What the local tier said. */
    sealed interface Answer {}

    /** A copy that may be served. */
    record Hit(SessionCopy copy) implements Answer {}

    /**
     * No copy that may be served.
     *
     * @param rejected the version of the copy that may not, to put a newer one in its place
     */
    record Miss(OptionalLong rejected) implements Answer {}

    static final Miss NOTHING = new Miss(OptionalLong.empty());

    private final Tier tier;
    private final SessionCodec codec;
    private final Naming naming;
    private final Duration maxAge;
    private final Clock clock;
    private final SessionStoreObserver observer;

    LocalCopies(
            Tier tier, SessionCodec codec, Naming naming, Duration maxAge, Clock clock, SessionStoreObserver observer) {
        this.tier = tier;
        this.codec = codec;
        this.naming = naming;
        this.maxAge = maxAge;
        this.clock = clock;
        this.observer = observer;
    }

    /**
     * @param followers of the session's servers
     * @param grace how much longer than their lease their word counts; zero but in an outage
     */
    Answer read(SessionKey key, List<Follower> followers, Duration grace) {
        // Without a lease no copy would be accepted: do not even ask.
        if (tier.isEmpty() || (grace.isZero() && !isAnyLeased(followers))) {
            return NOTHING;
        }
        String wireKey = Naming.copy(key);
        try {
            VersionedValue value = tier.serverOf(wireKey).get(wireKey).orElse(null);
            return value == null ? NOTHING : judge(key, value, followers, grace);
        } catch (TierUnavailableException e) {
            observer.unavailable(Level.LOCAL);
            LOG.debug("Reading around the local tier: {}", e.getMessage());
            return NOTHING;
        }
    }

    private static boolean isAnyLeased(List<Follower> followers) {
        for (Follower follower : followers) {
            if (follower.leaseHolds()) {
                return true;
            }
        }
        return false;
    }

    private Answer judge(SessionKey key, VersionedValue value, List<Follower> followers, Duration grace) {
        SessionCopy copy = parse(key, value, followers);
        return copy != null && copy.mayBeServed(clock.millis(), grace)
                ? new Hit(copy)
                : new Miss(OptionalLong.of(value.version()));
    }

    private @Nullable SessionCopy parse(SessionKey key, VersionedValue value, List<Follower> followers) {
        ByteBuffer copy = ByteBuffer.wrap(value.bytes());
        if (copy.remaining() < HEADER || copy.get() != FORMAT) {
            observer.corrupt(Level.LOCAL);
            return null;
        }
        if (copy.getInt() != Stamp.namesOf(followers) || copy.get() != followers.size()) {
            return null; // made for another list of servers
        }
        if (copy.remaining() < HEADER + Long.BYTES * (followers.size() - 1)) {
            observer.corrupt(Level.LOCAL);
            return null;
        }
        long[] positions = new long[followers.size()];
        copy.asLongBuffer().get(positions);
        copy.position(copy.position() + Long.BYTES * positions.length);
        long readAt = copy.getLong();
        int flags = copy.getInt();
        byte[] bytes = new byte[copy.remaining()];
        copy.get(bytes);
        StoredSession session = decode(key, new EncodedSession(bytes, flags));
        return session == null
                ? null
                : new SessionCopy(
                        key,
                        session,
                        bytes.length,
                        Stamp.of(followers, positions),
                        // Whoever can write here must not write to the central tier: a touch reads there first.
                        StoredVersions.UNKNOWN,
                        Instant.ofEpochMilli(readAt),
                        maxAge);
    }

    private @Nullable StoredSession decode(SessionKey key, EncodedSession stored) {
        try {
            return codec.decode(naming.session(key), stored);
        } catch (SessionFormatException e) {
            observer.corrupt(Level.LOCAL);
            LOG.warn("The local copy of session {} cannot be read and counts as absent: {}", key, e.getMessage());
            return null;
        }
    }

    /**
     * Offers a copy to the local tier, without waiting.
     *
     * @param followers whose positions the stamp has
     * @param stamp taken before the central read or write
     * @param replaces the version of a copy that was rejected
     */
    void fill(SessionKey key, EncodedSession stored, List<Follower> followers, Stamp stamp, OptionalLong replaces) {
        if (tier.isEmpty() || stamp.isWorthless()) {
            return;
        }
        long[] positions = stamp.positions();
        ByteBuffer copy = ByteBuffer.allocate(HEADER + Long.BYTES * positions.length + stored.bytes().length)
                .put(FORMAT)
                .putInt(Stamp.namesOf(followers))
                .put((byte) positions.length);
        for (long position : positions) {
            copy.putLong(position);
        }
        copy.putLong(clock.millis()).putInt(stored.flags()).put(stored.bytes());
        String wireKey = Naming.copy(key);
        tier.serverOf(wireKey).offer(wireKey, replaces, copy.array(), maxAge);
    }

    /** Puts a newer copy in the place of whatever is there, without waiting. */
    void replace(SessionKey key, EncodedSession stored, List<Follower> followers, Stamp stamp) {
        forget(key);
        fill(key, stored, followers, stamp, OptionalLong.empty());
    }

    /** Clears a copy away. Only housekeeping: followers reject it anyway. */
    void forget(SessionKey key) {
        if (!tier.isEmpty()) {
            String wireKey = Naming.copy(key);
            tier.serverOf(wireKey).discard(wireKey);
        }
    }
}

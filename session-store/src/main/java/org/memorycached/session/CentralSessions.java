package org.memorycached.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.codec.SessionFormatException;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.revocation.RevocationFeed;
import org.memorycached.session.tier.CacheServer.Swap;
import org.memorycached.session.tier.Tier;
import org.memorycached.session.tier.VersionedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions in the central tier, and the feed of each of its servers. */
final class CentralSessions {

    private static final Logger LOG = LoggerFactory.getLogger(CentralSessions.class);

    /** memcached clears a session away a little after its deadline, which readers judge by the data. */
    private static final Duration CLEARED_AFTER = Duration.ofSeconds(5);

    /**
     * A session as it was read.
     *
     * @param version to change it by compare-and-swap
     */
    record Versioned(StoredSession session, long version) {}

    private final Tier tier;
    private final List<RevocationFeed> feeds;
    private final List<Follower> followers;
    private final SessionCodec codec;
    private final int maxValueSize;
    private final Clock clock;
    private final SessionStoreObserver observer;

    CentralSessions(
            Tier tier,
            List<RevocationFeed> feeds,
            List<Follower> followers,
            SessionCodec codec,
            int maxValueSize,
            Clock clock,
            SessionStoreObserver observer) {
        this.tier = tier;
        this.feeds = List.copyOf(feeds);
        this.followers = List.copyOf(followers);
        this.codec = codec;
        this.maxValueSize = maxValueSize;
        this.clock = clock;
        this.observer = observer;
    }

    /** Reads a session that can be used: saved, and neither expired nor ended. */
    Optional<Versioned> readLive(SessionKey key) {
        return read(key)
                .filter(found -> !found.session().booked() && found.session().isLiveAt(clock.instant()));
    }

    /** Reads what is stored, a booking or an expired session included. */
    Optional<Versioned> read(SessionKey key) {
        String wireKey = WireKeys.session(key);
        return tier.serverOf(wireKey).get(wireKey).flatMap(value -> decode(key, value));
    }

    private Optional<Versioned> decode(SessionKey key, VersionedValue value) {
        try {
            return Optional.of(new Versioned(
                    codec.decode(WireKeys.session(key), new EncodedSession(value.bytes(), 0)), value.version()));
        } catch (SessionFormatException e) {
            observer.corrupt(Level.CENTRAL);
            LOG.warn("The stored session {} cannot be read and counts as absent: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    /** Stores a session under a key that nobody has; says whether it did. */
    boolean add(SessionKey key, StoredSession session) {
        String wireKey = WireKeys.session(key);
        return tier.serverOf(wireKey).add(wireKey, encode(wireKey, session), timeToLive(session));
    }

    Swap swap(SessionKey key, long version, StoredSession session) {
        String wireKey = WireKeys.session(key);
        return tier.serverOf(wireKey).swap(wireKey, version, encode(wireKey, session), timeToLive(session));
    }

    boolean delete(SessionKey key) {
        String wireKey = WireKeys.session(key);
        return tier.serverOf(wireKey).delete(wireKey);
    }

    /** Tells every follower not to trust older copies of this session; this node's own knows it when this returns. */
    void publish(SessionKey key) {
        int server = tier.indexOf(WireKeys.session(key));
        long position = feeds.get(server).publish(key.value());
        followers.get(server).revoked(key.value(), position);
    }

    /** Judges local copies of this session. */
    Follower followerOf(SessionKey key) {
        return followers.get(tier.indexOf(WireKeys.session(key)));
    }

    OptionalLong stamp(SessionKey key) {
        return followerOf(key).stamp();
    }

    /** How long memcached needs to keep this session; zero for ever. */
    Duration timeToLive(StoredSession session) {
        Instant expiresAt = session.expiresAt();
        if (expiresAt == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), expiresAt);
        return (left.isNegative() ? Duration.ZERO : left).plus(CLEARED_AFTER);
    }

    private byte[] encode(String wireKey, StoredSession session) {
        byte[] bytes = codec.encode(wireKey, session, null).bytes();
        if (bytes.length > maxValueSize) {
            throw new SessionTooLargeException(bytes.length, maxValueSize);
        }
        return bytes;
    }
}

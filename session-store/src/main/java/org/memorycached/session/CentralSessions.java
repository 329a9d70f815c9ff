package org.memorycached.session;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.codec.SessionFormatException;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.replication.Answer;
import org.memorycached.session.replication.Answers;
import org.memorycached.session.replication.ReplicatedTier;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.revocation.RevocationFeed;
import org.memorycached.session.revocation.Stamp;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.CacheServer.Swap;
import org.memorycached.session.tier.CacheServer.Swapped;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Value;
import org.memorycached.session.tier.VersionedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions in the central tier, on as many servers each as there are copies, and the feed of each server. How the
 * copies are kept alike is told in the documentation of {@link org.memorycached.session.replication}.
 */
final class CentralSessions {

    private static final Logger LOG = LoggerFactory.getLogger(CentralSessions.class);

    /** memcached clears a session away a little after its deadline, which readers judge by the data. */
    private static final Duration CLEARED_AFTER = Duration.ofSeconds(5);

    /** What stands in place of an ended session, so that no late copy of it takes the place. */
    static final Value ENDED = Value.of("ended".getBytes(StandardCharsets.US_ASCII));

    /** How long that is kept for a session that had no deadline. */
    private static final Duration ENDED_FOR = Duration.ofDays(30);

    private final ReplicatedTier tier;
    private final List<RevocationFeed> feeds;
    private final List<Follower> followers;
    private final Naming naming;
    private final SessionCodec codec;
    private final int maxValueSize;
    private final Clock clock;
    private final SessionStoreObserver observer;

    CentralSessions(
            ReplicatedTier tier,
            List<RevocationFeed> feeds,
            List<Follower> followers,
            Naming naming,
            SessionCodec codec,
            int maxValueSize,
            Clock clock,
            SessionStoreObserver observer) {
        this.tier = tier;
        this.feeds = List.copyOf(feeds);
        this.followers = List.copyOf(followers);
        this.naming = naming;
        this.codec = codec;
        this.maxValueSize = maxValueSize;
        this.clock = clock;
        this.observer = observer;
    }

    /** Reads a session that can be used: saved, and neither expired nor ended. */
    Optional<StoredCopies> readLive(SessionKey key) {
        return read(key)
                .filter(found -> !found.session().booked() && found.session().isLiveAt(clock.instant()));
    }

    /**
     * Reads what is stored, a booking or an expired session included.
     *
     * @throws TierUnavailableException if no server that answers can tell
     */
    Optional<StoredCopies> read(SessionKey key) {
        return sendRead(key).await();
    }

    /** Asks all of the session's servers; the answers are put together when they are awaited. */
    Reply<Optional<StoredCopies>> sendRead(SessionKey key) {
        String wireKey = naming.session(key);
        Answers<Optional<VersionedValue>> answers = tier.send(wireKey, server -> server.sendGet(wireKey));
        return () -> merge(key, answers.all());
    }

    /**
     * Like {@link #read}, for who ends the session. A server that had evicted it says truly that it has none; one that
     * does not answer may have it still. So the end is written all the same where one of them does not answer.
     *
     * @param longest how long any session lasts; zero for ever
     */
    Optional<StoredCopies> readToEnd(SessionKey key, Duration longest) {
        String wireKey = naming.session(key);
        List<Answer<Optional<VersionedValue>>> answers =
                tier.send(wireKey, server -> server.sendGet(wireKey)).all();
        StoredCopies copies = new StoredCopies(copies(key, answers));
        Optional<StoredCopies> found = merge(key, copies, answers);
        if (found.isEmpty() && copies.someMayHaveIt()) {
            leaveEnd(wireKey, longest.isZero() ? ENDED_FOR : longest);
        }
        return found;
    }

    private void leaveEnd(String wireKey, Duration timeToLive) {
        tier.send(wireKey, server -> server.sendSet(wireKey, ENDED, timeToLive)).confirmed();
    }

    private Optional<StoredCopies> merge(SessionKey key, List<Answer<Optional<VersionedValue>>> answers) {
        return merge(key, new StoredCopies(copies(key, answers)), answers);
    }

    private Optional<StoredCopies> merge(
            SessionKey key, StoredCopies copies, List<Answer<Optional<VersionedValue>>> answers) {
        if (copies.anyEnded()) {
            copies.reachable().filter(copy -> !copy.ended()).forEach(copy -> endAlso(key, copy, copies));
            return Optional.empty();
        }
        if (copies.newest() == null) {
            tier.requireThatAMissIsCertain(answers);
            return Optional.empty();
        }
        tier.requireThatTheNewestIsCertain(answers);
        copies.reachable().filter(copies::isBehind).forEach(copy -> repair(key, copy, copies.requireNewest()));
        return Optional.of(copies);
    }

    private List<StoredCopy> copies(SessionKey key, List<Answer<Optional<VersionedValue>>> answers) {
        List<StoredCopy> copies = new ArrayList<>(answers.size());
        answers.forEach(answer -> copies.add(copy(key, answer, copies)));
        return copies;
    }

    private StoredCopy copy(SessionKey key, Answer<Optional<VersionedValue>> answer, List<StoredCopy> before) {
        VersionedValue value = answer.value() == null ? null : answer.value().orElse(null);
        if (value == null) {
            return new StoredCopy(answer.place(), null, null, false, answer.outage());
        }
        if (Arrays.equals(value.bytes(), ENDED.bytes())) {
            return new StoredCopy(answer.place(), value, null, true, null);
        }
        return new StoredCopy(answer.place(), value, decode(key, value, before), false, null);
    }

    /** Servers that have the same bytes have the same session: it is decoded once. */
    private @Nullable StoredSession decode(SessionKey key, VersionedValue value, List<StoredCopy> before) {
        for (StoredCopy copy : before) {
            if (copy.session() != null && copy.isStoredAs(value)) {
                return copy.session();
            }
        }
        return decode(key, value);
    }

    private @Nullable StoredSession decode(SessionKey key, VersionedValue value) {
        try {
            return codec.decode(naming.session(key), new EncodedSession(value.bytes(), value.flags()));
        } catch (SessionFormatException e) {
            observer.corrupt(Level.CENTRAL);
            LOG.warn("The stored session {} cannot be read and counts as absent: {}", key, e.getMessage());
            return null;
        }
    }

    /** Nobody waits for it: the next read repairs what this one did not. */
    private void repair(SessionKey key, StoredCopy behind, StoredCopy newest) {
        String wireKey = naming.session(key);
        CacheServer server = tier.server(behind.place());
        Value value =
                new Value(newest.requireValue().bytes(), newest.requireValue().flags());
        Duration timeToLive = timeToLive(newest.requireSession());
        VersionedValue old = behind.value();
        Reply<?> ignored = old == null
                ? server.sendAdd(wireKey, value, timeToLive)
                : server.sendSwap(wireKey, old.version(), value, timeToLive);
    }

    private void endAlso(SessionKey key, StoredCopy copy, StoredCopies all) {
        String wireKey = naming.session(key);
        Reply<?> ignored = tier.server(copy.place()).sendSet(wireKey, ENDED, endedFor(all));
    }

    /** Stores a session under a key that nobody has; says whether it did. */
    Reply<Boolean> sendAdd(SessionKey key, StoredSession session, EncodedSession encoded) {
        String wireKey = naming.session(key);
        Value value = new Value(encoded.bytes(), encoded.flags());
        Duration timeToLive = timeToLive(session);
        Answers<Boolean> answers = tier.send(wireKey, server -> server.sendAdd(wireKey, value, timeToLive));
        return () -> answers.confirmed().stream().allMatch(answer -> Boolean.TRUE.equals(answer.value()));
    }

    /**
     * Replaces a session, if it is still as it was read: first on the first of its servers that can be reached, where
     * writers meet, then on the others.
     *
     * @return changed also where a server has lost it; reading again tells what there is
     * @throws TierUnavailableException if none of the servers can be reached
     * @throws WriteOutcomeUnknownException if it may have been replaced
     */
    Swap swap(SessionKey key, StoredCopies read, StoredSession session) {
        return swap(key, read, session, encode(key, session, read.stored())).swap();
    }

    /** Like {@link #swap(SessionKey, StoredCopies, StoredSession)}, with the stored form at hand. */
    Replaced swap(SessionKey key, StoredCopies read, StoredSession session, EncodedSession encoded) {
        Replacement replacement = replacement(key, session, encoded);
        for (StoredCopy copy : read.inOrder()) {
            Swap swap = replacement.decideOn(copy);
            if (swap == Swap.CHANGED || swap == Swap.GONE) {
                return new Replaced(swap, StoredVersions.UNKNOWN);
            }
        }
        Swap swap = replacement.confirmed();
        return new Replaced(
                swap, versions(StoredVersions.of(tier.placesOf(naming.session(key)), replacement.versions())));
    }

    /** The versions of what was read, if they are enough to write the next state without reading this one again. */
    StoredVersions versions(StoredCopies read) {
        return versions(read.versions());
    }

    private StoredVersions versions(StoredVersions known) {
        return codec.needsWhatItReplaces() ? StoredVersions.UNKNOWN : known;
    }

    /** What a replacement has come to, and the versions of the new state where it is stored. */
    record Replaced(Swap swap, StoredVersions versions) {}

    /**
     * Like {@link #swap(SessionKey, StoredCopies, StoredSession)}, of the session that a copy was made from: if that is
     * still as it was then, the new state needs no read.
     */
    Replaced swap(SessionCopy copy, StoredSession session, EncodedSession encoded) {
        String wireKey = naming.session(copy.key());
        return swap(copy.key(), StoredCopies.remembered(tier.placesOf(wireKey), copy), session, encoded);
    }

    /** Replaces a booking, which no two writers have, on all of its servers at once. */
    Reply<Boolean> sendSwapOfBooking(SessionKey key, StoredCopies read, StoredSession session) {
        String wireKey = naming.session(key);
        EncodedSession encoded = encode(key, session, read.stored());
        Value value = new Value(encoded.bytes(), encoded.flags());
        Duration timeToLive = timeToLive(session);
        List<Integer> places = read.inOrder().stream().map(StoredCopy::place).toList();
        Answers<Boolean> answers =
                tier.send(places, place -> sendSave(tier.server(place), wireKey, read, place, value, timeToLive));
        return () -> answers.confirmed().stream().allMatch(answer -> Boolean.TRUE.equals(answer.value()));
    }

    private static Reply<Boolean> sendSave(
            CacheServer server, String wireKey, StoredCopies read, int place, Value value, Duration timeToLive) {
        StoredCopy booking = read.at(place);
        if (booking.outage() != null) {
            return Reply.failed(booking.outage());
        }
        VersionedValue old = booking.value();
        if (old != null) {
            Reply<Swapped> swapped = server.sendSwap(wireKey, old.version(), value, timeToLive);
            return () -> swapped.await().isStored();
        }
        Reply<Boolean> add = server.sendAdd(wireKey, value, timeToLive);
        return () -> add.await() || swapRepaired(server, wireKey, read.stored(), value, timeToLive);
    }

    /** The read has brought back the booking that this server had lost. */
    private static boolean swapRepaired(
            CacheServer server, String wireKey, EncodedSession booking, Value value, Duration timeToLive) {
        return server.get(wireKey)
                .filter(current -> Arrays.equals(current.bytes(), booking.bytes()))
                .filter(current -> server.sendSwap(wireKey, current.version(), value, timeToLive)
                        .await()
                        .isStored())
                .isPresent();
    }

    private Replacement replacement(SessionKey key, StoredSession session, EncodedSession encoded) {
        String wireKey = naming.session(key);
        Value value = new Value(encoded.bytes(), encoded.flags());
        return new Replacement(tier, wireKey, value, timeToLive(session), session.revision(), reread(key));
    }

    private IntFunction<StoredCopy> reread(SessionKey key) {
        String wireKey = naming.session(key);
        return place -> copy(key, new Answer<>(place, tier.server(place).get(wireKey), null), List.of());
    }

    /** Ends what was read, wherever it is. */
    void end(SessionKey key, StoredCopies read) {
        String wireKey = naming.session(key);
        if (tier.isReplicated()) {
            leaveEnd(wireKey, endedFor(read));
        } else {
            deleteUnlessChanged(key, read);
        }
    }

    /** By its version, so that in Perl mode nothing else of that name is deleted; but a session of any version. */
    private void deleteUnlessChanged(SessionKey key, StoredCopies read) {
        CacheServer server = tier.server(read.requireNewest().place());
        for (Optional<StoredCopies> current = Optional.of(read); current.isPresent(); current = read(key)) {
            if (server.delete(
                    naming.session(key),
                    current.get().requireNewest().requireValue().version())) {
                return;
            }
        }
    }

    /** As long as any copy that a server may still have could be taken for a live session. */
    private Duration endedFor(StoredCopies copies) {
        StoredCopy newest = copies.newest();
        if (newest == null) {
            return ENDED_FOR;
        }
        StoredSession session = newest.requireSession();
        Instant last = session.endsAt() != null ? session.endsAt() : session.expiresAt();
        return last == null ? ENDED_FOR : until(last);
    }

    /** Tells every follower not to trust older copies of this session; this node's own knows it when this returns. */
    void publish(SessionKey key) {
        String revoked = key.fingerprint();
        List<Integer> places =
                IntStream.of(tier.placesOf(naming.session(key))).boxed().toList();
        Map<Integer, Reply<Long>> entries = new LinkedHashMap<>();
        tier.send(places, place -> feeds.get(place).sendPublication(revoked))
                .confirmed()
                .forEach(drawn -> {
                    if (drawn.value() != null) {
                        entries.put(drawn.place(), drawn.value());
                    }
                });
        tier.send(List.copyOf(entries.keySet()), entries::get).confirmed().forEach(published -> {
            if (published.value() != null) {
                followers.get(published.place()).revoked(revoked, published.value());
            }
        });
    }

    /** What local copies of this session are judged by, if they are made of a central read that begins now. */
    Stamp stamp(SessionKey key) {
        return Stamp.now(followersOf(key));
    }

    /** The followers of the session's servers, in the order of the servers. */
    List<Follower> followersOf(SessionKey key) {
        int[] places = tier.placesOf(naming.session(key));
        Follower[] ofSession = new Follower[places.length];
        for (int i = 0; i < places.length; i++) { // no stream: each find asks
            ofSession[i] = followers.get(places[i]);
        }
        return List.of(ofSession);
    }

    /** How long memcached needs to keep this session; zero for ever. */
    Duration timeToLive(StoredSession session) {
        return session.expiresAt() == null ? Duration.ZERO : until(session.expiresAt());
    }

    private Duration until(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        return (left.isNegative() ? Duration.ZERO : left).plus(CLEARED_AFTER);
    }

    /**
     * The stored form of a session.
     *
     * @throws SessionTooLargeException if it is over the limit
     */
    EncodedSession encode(SessionKey key, StoredSession session, @Nullable EncodedSession replaces) {
        EncodedSession encoded = codec.encode(naming.session(key), session, replaces);
        if (encoded.bytes().length > maxValueSize) {
            throw new SessionTooLargeException(encoded.bytes().length, maxValueSize);
        }
        return encoded;
    }
}

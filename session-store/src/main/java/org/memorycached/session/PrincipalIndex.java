package org.memorycached.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.codec.SessionFormatException;
import org.memorycached.session.replication.Answer;
import org.memorycached.session.replication.Answers;
import org.memorycached.session.replication.ReplicatedTier;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.CacheServer.Swap;
import org.memorycached.session.tier.CacheServer.Swapped;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Value;
import org.memorycached.session.tier.VersionedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For each principal the list of all their sessions, beside the original's reference to one. Each of its servers has a
 * list of its own, changed by compare-and-swap; what counts is all of them together, so that a server that was away
 * loses nothing. A list may name sessions that are over: readers look, and tidy up.
 */
final class PrincipalIndex {

    private static final Logger LOG = LoggerFactory.getLogger(PrincipalIndex.class);

    /** In each round one writer wins, so this many at once are served. */
    private static final int MOST_SWAPS = 500;

    private final ReplicatedTier tier;
    private final IndexFormat format;
    private final Duration timeToLive;
    private final SessionStoreObserver observer;

    /** @param timeToLive as long as any session lasts; zero for ever */
    PrincipalIndex(ReplicatedTier tier, Naming naming, Duration timeToLive, SessionStoreObserver observer) {
        this.tier = tier;
        this.format = new IndexFormat(naming);
        this.timeToLive = timeToLive;
        this.observer = observer;
    }

    /** What the servers have, as it was read. */
    record Reading(String wireKey, List<Answer<Optional<VersionedValue>>> answers, List<IndexEntry> entries) {}

    /** Asks all servers of this principal's index. */
    Reply<Reading> sendRead(String principal) {
        String wireKey = Naming.index(principal);
        Answers<Optional<VersionedValue>> answers = tier.send(wireKey, server -> server.sendGet(wireKey));
        return () -> together(wireKey, answers.all());
    }

    private Reading together(String wireKey, List<Answer<Optional<VersionedValue>>> answers) {
        Map<SessionKey, IndexEntry> entries = new LinkedHashMap<>();
        tier.requireThatAMissIsCertain(answers);
        for (Answer<Optional<VersionedValue>> answer : answers) {
            entries(answer.value()).forEach(entry -> entries.putIfAbsent(entry.key(), entry));
        }
        return new Reading(wireKey, answers, List.copyOf(entries.values()));
    }

    private List<IndexEntry> entries(@Nullable Optional<VersionedValue> value) {
        return value == null ? List.of() : value.map(this::decode).orElse(List.of());
    }

    private List<IndexEntry> decode(VersionedValue value) {
        try {
            return format.read(value.bytes());
        } catch (SessionFormatException e) {
            observer.corrupt(Level.CENTRAL);
            LOG.warn("An index of a user's sessions cannot be read and counts as empty: {}", e.getMessage());
            return List.of();
        }
    }

    /**
     * Changes the list on every server.
     *
     * @param change makes the new list of what a server has; called again when another writer was faster. An exception
     *     of its own ends the change where it has not been made yet
     * @throws TierUnavailableException if no server took it
     */
    void change(Reading read, UnaryOperator<List<IndexEntry>> change) {
        Map<Integer, Reply<Swap>> first = new LinkedHashMap<>();
        for (Answer<Optional<VersionedValue>> answer : read.answers()) {
            first.put(answer.place(), sendChange(read.wireKey(), answer, change));
        }
        tier.send(List.copyOf(first.keySet()), place -> () -> changed(place, read.wireKey(), first, change))
                .confirmed();
    }

    private Reply<Swap> sendChange(
            String wireKey, Answer<Optional<VersionedValue>> answer, UnaryOperator<List<IndexEntry>> change) {
        if (answer.outage() != null) {
            return Reply.failed(answer.outage());
        }
        List<IndexEntry> before = entries(answer.value());
        List<IndexEntry> after = change.apply(before);
        VersionedValue old = answer.value() == null ? null : answer.value().orElse(null);
        if (after.equals(before)) {
            return () -> Swap.STORED;
        }
        CacheServer server = tier.server(answer.place());
        Value value = Value.of(format.write(after));
        if (old == null) {
            Reply<Boolean> added = server.sendAdd(wireKey, value, timeToLive);
            return () -> added.await() ? Swap.STORED : Swap.CHANGED;
        }
        Reply<Swapped> swapped = server.sendSwap(wireKey, old.version(), value, timeToLive);
        return () -> swapped.await().outcome();
    }

    private boolean changed(
            int place, String wireKey, Map<Integer, Reply<Swap>> first, UnaryOperator<List<IndexEntry>> change) {
        Reply<Swap> reply = first.get(place);
        for (int swap = 0; swap < MOST_SWAPS && reply != null; swap++) {
            if (reply.await() == Swap.STORED) {
                return true;
            }
            Collisions.letOthersFinish(swap);
            reply = sendChange(wireKey, new Answer<>(place, tier.server(place).get(wireKey), null), change);
        }
        throw new TierUnavailableException("An index is changed by too many writers at once");
    }

    /** Adds a session to the list of its principal. */
    static UnaryOperator<List<IndexEntry>> adding(IndexEntry entry) {
        return entries -> {
            List<IndexEntry> more = new ArrayList<>(entries);
            more.removeIf(old -> old.key().equals(entry.key()));
            more.add(entry);
            return more;
        };
    }

    /** Takes sessions off the list. */
    static UnaryOperator<List<IndexEntry>> removing(Collection<SessionKey> keys) {
        Set<SessionKey> gone = new HashSet<>(keys);
        return entries ->
                entries.stream().filter(entry -> !gone.contains(entry.key())).toList();
    }

    /** Brings together what two servers have, when one is filled from the other. */
    void merge(CacheServer server, String wireKey, VersionedValue theirs, Duration ttl) {
        List<IndexEntry> old = decode(theirs);
        for (int swap = 0; swap < MOST_SWAPS; swap++) {
            Optional<VersionedValue> current = server.get(wireKey);
            if (current.isEmpty()) {
                return; // the last session of it was taken off
            }
            Map<SessionKey, IndexEntry> all = new LinkedHashMap<>();
            old.forEach(entry -> all.put(entry.key(), entry));
            decode(current.get()).forEach(entry -> all.put(entry.key(), entry));
            byte[] both = format.write(List.copyOf(all.values()));
            if (server.swap(wireKey, current.get().version(), both, ttl) == Swap.STORED) {
                return;
            }
        }
    }
}

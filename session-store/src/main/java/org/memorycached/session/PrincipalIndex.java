package org.memorycached.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** What the servers have, as it was read, and all of it together. */
    record Reading(String wireKey, List<Held> held, List<IndexEntry> entries) {

        Optional<IndexEntry> entry(SessionKey key) {
            return find(key, entries);
        }
    }

    /** What one server answered, decoded; empty where it has nothing, or is away. */
    record Held(Answer<Optional<VersionedValue>> answer, List<IndexEntry> entries) {

        private boolean hasBytesOf(VersionedValue other) {
            VersionedValue value = valueOf(answer);
            return value != null && Arrays.equals(value.bytes(), other.bytes());
        }
    }

    private static @Nullable VersionedValue valueOf(Answer<Optional<VersionedValue>> answer) {
        return answer.value() == null ? null : answer.value().orElse(null);
    }

    /** Asks all servers of this principal's index. */
    Reply<Reading> sendRead(String principal) {
        String wireKey = Naming.index(principal);
        Answers<Optional<VersionedValue>> answers = tier.send(wireKey, server -> server.sendGet(wireKey));
        return () -> together(wireKey, answers.all());
    }

    private Reading together(String wireKey, List<Answer<Optional<VersionedValue>>> answers) {
        tier.requireThatAMissIsCertain(answers);
        List<Held> held = new ArrayList<>();
        Map<SessionKey, IndexEntry> entries = new LinkedHashMap<>();
        for (Answer<Optional<VersionedValue>> answer : answers) {
            Held next = held(answer, held);
            next.entries().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
            held.add(next);
        }
        return new Reading(wireKey, held, List.copyOf(entries.values()));
    }

    /** The servers mostly have the same bytes, which are decoded once. */
    private Held held(Answer<Optional<VersionedValue>> answer, List<Held> others) {
        VersionedValue value = valueOf(answer);
        if (value == null) {
            return new Held(answer, List.of());
        }
        return new Held(
                answer,
                others.stream()
                        .filter(other -> other.hasBytesOf(value))
                        .findFirst()
                        .map(Held::entries)
                        .orElseGet(() -> decode(value)));
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
     * Keeps memcached from evicting a list, without reading it; says whether every server that answers has one.
     */
    boolean touch(String principal) {
        String wireKey = Naming.index(principal);
        Answers<Boolean> answers = tier.send(wireKey, server -> server.sendTouch(wireKey, timeToLive));
        return answers.all().stream().filter(Answer::isGiven).allMatch(answer -> Boolean.TRUE.equals(answer.value()));
    }

    /**
     * Changes the list on every server.
     *
     * @param change makes the new list of what a server has, by that alone, and leaves that as it is: servers with the
     *     same list share it and the new one. Called again when another writer was faster. An exception of its own ends
     *     the change where it has not been made yet
     * @throws TierUnavailableException if no server took it
     */
    void change(Reading read, UnaryOperator<List<IndexEntry>> change) {
        Rewriting rewriting = new Rewriting(change);
        Map<Integer, Reply<Swap>> first = new LinkedHashMap<>();
        for (Held held : read.held()) {
            first.put(held.answer().place(), sendChange(read.wireKey(), held, rewriting));
        }
        tier.send(List.copyOf(first.keySet()), place -> () -> changed(place, read.wireKey(), first, rewriting))
                .confirmed();
    }

    /** Makes of a server's list the new one; once for servers with the same list. For one thread. */
    private final class Rewriting {

        private final UnaryOperator<List<IndexEntry>> change;
        private @Nullable List<IndexEntry> before;
        private @Nullable Value after;

        private Rewriting(UnaryOperator<List<IndexEntry>> change) {
            this.change = change;
        }

        /** Null where there is nothing to change. */
        private @Nullable Value of(List<IndexEntry> entries) {
            if (entries != before) { // the same object where the bytes are the same
                List<IndexEntry> changed = change.apply(entries);
                after = changed.equals(entries) ? null : Value.of(format.write(changed));
                before = entries;
            }
            return after;
        }
    }

    private Reply<Swap> sendChange(String wireKey, Held held, Rewriting rewriting) {
        if (held.answer().outage() != null) {
            return Reply.failed(held.answer().outage());
        }
        Value value = rewriting.of(held.entries());
        if (value == null) {
            return () -> Swap.STORED;
        }
        CacheServer server = tier.server(held.answer().place());
        VersionedValue old = valueOf(held.answer());
        if (old == null) {
            Reply<Boolean> added = server.sendAdd(wireKey, value, timeToLive);
            return () -> added.await() ? Swap.STORED : Swap.CHANGED;
        }
        Reply<Swapped> swapped = server.sendSwap(wireKey, old.version(), value, timeToLive);
        return () -> swapped.await().outcome();
    }

    private boolean changed(int place, String wireKey, Map<Integer, Reply<Swap>> first, Rewriting rewriting) {
        Reply<Swap> reply = first.get(place);
        for (int swap = 0; swap < MOST_SWAPS && reply != null; swap++) {
            if (reply.await() == Swap.STORED) {
                return true;
            }
            Collisions.letOthersFinish(swap);
            Answer<Optional<VersionedValue>> now =
                    new Answer<>(place, tier.server(place).get(wireKey), null);
            reply = sendChange(wireKey, held(now, List.of()), rewriting);
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

    /** Adds a session to a list that does not have it. */
    static UnaryOperator<List<IndexEntry>> keeping(IndexEntry entry) {
        return entries ->
                find(entry.key(), entries).isPresent() ? entries : adding(entry).apply(entries);
    }

    private static Optional<IndexEntry> find(SessionKey key, List<IndexEntry> entries) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
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

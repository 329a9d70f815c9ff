package org.memorycached.session.replication;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.CacheServer.Swap;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Value;
import org.memorycached.session.tier.VersionedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a server whole again that came back empty, or that missed writes: brings what the others have to it, entry by
 * entry, and the newer counts. It is not emptied: if two servers have missed writes, of different sessions, each has what
 * the other lacks. One node does it, the others see its claim. Used by one thread at a time.
 */
public final class Refill {

    /** What refilling has to know about what is stored. */
    public interface Merge {

        /** Makes sure that no copy is vouched for by the feed of a server that missed publications. */
        void restartFeed(int server);

        /**
         * Brings what another server has together with what the server has too.
         *
         * @param theirsIsLater whether the other server comes later in the order of the key's servers
         */
        void into(CacheServer server, String key, VersionedValue theirs, Duration timeToLive, boolean theirsIsLater);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Refill.class);

    /** A node that dies at it is succeeded by another after this time. */
    private static final Duration CLAIM = Duration.ofSeconds(10);

    private static final int BATCH = 500;

    private final List<CacheServer> servers;
    private final ReplicatedTier tier;
    private final Standings standings;
    private final Predicate<String> isReplicated;
    private final Merge merge;

    /** @param isReplicated tells keys that are on several servers from those that are one server's own */
    Refill(
            List<CacheServer> servers,
            ReplicatedTier tier,
            Standings standings,
            Predicate<String> isReplicated,
            Merge merge) {
        this.servers = List.copyOf(servers);
        this.tier = tier;
        this.standings = standings;
        this.isReplicated = isReplicated;
        this.merge = merge;
    }

    /**
     * Does what has to be done for this server now, if anything.
     *
     * @throws TierUnavailableException if a server does not answer; to be tried again
     */
    void run(int place) {
        if (standings.isComplete(place)) {
            return;
        }
        List<Integer> others = IntStream.range(0, servers.size())
                .filter(other -> other != place)
                .boxed()
                .toList();
        Map<Integer, Long> notes = notesOn(place, others);
        String claim = "filling " + UUID.randomUUID();
        if (claim(servers.get(place), claim, !notes.isEmpty())) {
            fill(place, others, claim, notes);
        }
    }

    /** Who has noted that the server missed writes, and the version of the note. */
    private Map<Integer, Long> notesOn(int place, List<Integer> others) {
        Map<Integer, Long> notes = new LinkedHashMap<>();
        if (!standings.isTrusted(place)) {
            for (int other : others) {
                servers.get(other).get(standings.missedKey(place)).ifPresent(note -> notes.put(other, note.version()));
            }
        }
        return notes;
    }

    /** A server that missed writes may say that it is complete: it does not know. */
    private boolean claim(CacheServer server, String claim, boolean missedWrites) {
        Optional<VersionedValue> state = missedWrites ? server.get(standings.stateKey()) : Optional.empty();
        if (state.isPresent() && Standings.text(state.get()).equals(Standings.COMPLETE)) {
            return server.swap(standings.stateKey(), state.get().version(), ascii(claim), CLAIM) == Swap.STORED;
        }
        return server.add(standings.stateKey(), ascii(claim), CLAIM);
    }

    /** What cannot be had now, because another server is away, is tried again when the claim has lapsed. */
    private void fill(int place, List<Integer> others, String claim, Map<Integer, Long> notes) {
        CacheServer server = servers.get(place);
        Filling filling = new Filling(place, claim);
        boolean whole = true;
        if (!notes.isEmpty()) {
            merge.restartFeed(place);
            whole = filling.reconcile();
        }
        for (int other : others) {
            whole &= filling.from(other);
        }
        if (whole) {
            notes.forEach((witness, version) -> forgive(place, witness, version));
            if (filling.state(Standings.COMPLETE, Duration.ZERO)) {
                LOG.info("{} has all its sessions: {} entries were copied to it", server.name(), filling.copied);
            }
        }
    }

    /** A note that was written meanwhile has another version, and stays. */
    private void forgive(int place, int witness, long version) {
        boolean ignored = servers.get(witness).delete(standings.missedKey(place), version);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private final class Filling {

        private final CacheServer target;
        private final int place;
        private String state;
        private int copied;
        private final Map<String, Duration> batch = new LinkedHashMap<>();

        private Filling(int place, String claim) {
            this.place = place;
            this.target = servers.get(place);
            this.state = claim;
        }

        /** Copies what belongs here; says whether that is all that the other server has. */
        boolean from(int other) {
            CacheServer source = servers.get(other);
            try {
                boolean listed = source.listKeys((key, timeToLive) -> add(other, key, timeToLive));
                copyBatch(other);
                if (!listed) {
                    LOG.info("{} cannot list its keys: each session is copied when it is read", source.name());
                }
                return true;
            } catch (TierUnavailableException e) {
                LOG.debug("{} cannot be filled completely now: {}", target.name(), e.getMessage());
                return false;
            }
        }

        /**
         * Looks at each entry that the server itself has, beside its list at the others: an entry that moves while a
         * server lists its keys can be left out, and an old copy must not be.
         */
        boolean reconcile() {
            Map<Integer, Map<String, Duration>> byOwner = new LinkedHashMap<>();
            try {
                boolean ignored = target.listKeys((key, timeToLive) -> {
                    if (isReplicated.test(key)) {
                        IntStream.of(tier.placesOf(key))
                                .filter(owner -> owner != place)
                                .forEach(owner -> byOwner.computeIfAbsent(owner, o -> new LinkedHashMap<>())
                                        .put(key, timeToLive));
                    }
                });
                byOwner.forEach((owner, keys) -> {
                    keys.forEach((key, timeToLive) -> add(owner, key, timeToLive));
                    copyBatch(owner);
                });
                return true;
            } catch (TierUnavailableException e) {
                LOG.debug("{} cannot be compared with the others now: {}", target.name(), e.getMessage());
                return false;
            }
        }

        private void add(int other, String key, Duration timeToLive) {
            if (isReplicated.test(key) && rank(key, place) >= 0 && rank(key, other) >= 0) {
                batch.put(key, timeToLive);
                if (batch.size() == BATCH) {
                    copyBatch(other);
                }
            }
        }

        /** The server's place in the order of the key's servers; below zero if the key does not belong there. */
        private int rank(String key, int server) {
            int[] owners = tier.placesOf(key);
            return IntStream.range(0, owners.length)
                    .filter(rank -> owners[rank] == server)
                    .findFirst()
                    .orElse(-1);
        }

        private void copyBatch(int other) {
            CacheServer source = servers.get(other);
            Map<String, Reply<Optional<VersionedValue>>> reads = new LinkedHashMap<>();
            batch.keySet().forEach(key -> reads.put(key, source.sendGet(key)));
            Map<String, VersionedValue> values = new LinkedHashMap<>();
            reads.forEach((key, read) -> read.await().ifPresent(value -> values.put(key, value)));
            write(other, values);
            batch.clear();
            if (!state(state, CLAIM)) {
                throw new TierUnavailableException(target.name() + " was emptied again while it was filled");
            }
        }

        /** With {@code add}: what is there already may be newer. */
        private void write(int other, Map<String, VersionedValue> values) {
            Map<String, Reply<Boolean>> writes = new LinkedHashMap<>();
            values.forEach((key, value) ->
                    writes.put(key, target.sendAdd(key, new Value(value.bytes(), value.flags()), batch.get(key))));
            List<String> taken = new ArrayList<>();
            writes.forEach((key, write) -> {
                if (!write.await()) {
                    taken.add(key);
                }
            });
            taken.forEach(key ->
                    merge.into(target, key, values.get(key), batch.get(key), rank(key, other) > rank(key, place)));
            copied += writes.size() - taken.size();
        }

        /** Replaces the claim, if it is still this one's: a server that restarted meanwhile has none. */
        boolean state(String next, Duration timeToLive) {
            Optional<VersionedValue> current = target.get(standings.stateKey());
            if (current.isEmpty() || !Standings.text(current.get()).equals(state)) {
                return false;
            }
            state = next;
            return target.swap(standings.stateKey(), current.get().version(), ascii(next), timeToLive) == Swap.STORED;
        }
    }
}

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
 * Makes a server whole again that came back empty, or that missed writes: empties it if it missed any, then copies what
 * belongs on it from the others. One node does it, the others see its claim. Used by one thread at a time.
 */
public final class Refill {

    /** What to do with an entry that the server has got anew meanwhile. */
    public interface Merge {

        /** Brings what the others had together with what is there. */
        void into(CacheServer server, String key, VersionedValue theirs, Duration timeToLive);
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
        emptyIfItMissedWrites(place, others);
        String claim = "filling " + UUID.randomUUID();
        if (servers.get(place).add(standings.stateKey(), ascii(claim), CLAIM)) {
            fill(place, others, claim);
        }
    }

    private void emptyIfItMissedWrites(int place, List<Integer> others) {
        if (standings.isTrusted(place)) {
            return;
        }
        // Only when all others answer: else what it has may be all there is.
        Map<Integer, Long> notes = new LinkedHashMap<>();
        for (int other : others) {
            servers.get(other).get(standings.missedKey(place)).ifPresent(note -> notes.put(other, note.version()));
        }
        if (!notes.isEmpty()) {
            servers.get(place).flush();
            // A note that was written meanwhile has another version, and stays.
            notes.forEach((other, version) -> {
                boolean ignored = servers.get(other).delete(standings.missedKey(place), version);
            });
            LOG.info(
                    "{} missed writes while it was away: it was emptied",
                    servers.get(place).name());
        }
    }

    /** What cannot be had now, because another server is away, is tried again when the claim has lapsed. */
    private void fill(int place, List<Integer> others, String claim) {
        CacheServer server = servers.get(place);
        Filling filling = new Filling(place, claim);
        boolean whole = true;
        for (int other : others) {
            whole &= filling.from(servers.get(other));
        }
        if (whole && filling.state(Standings.COMPLETE, Duration.ZERO)) {
            LOG.info("{} has all its sessions: {} entries were copied to it", server.name(), filling.copied);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** An entry of another server, on its way here. */
    private record Listed(String key, Duration timeToLive, Reply<Optional<VersionedValue>> value) {}

    private record Copying(Listed listed, VersionedValue value, Reply<Boolean> added) {}

    private final class Filling {

        private final CacheServer target;
        private final int place;
        private String state;
        private int copied;
        private final List<Listed> batch = new ArrayList<>();

        private Filling(int place, String claim) {
            this.place = place;
            this.target = servers.get(place);
            this.state = claim;
        }

        /** Copies what belongs here; says whether that is all that the other server has. */
        boolean from(CacheServer source) {
            try {
                boolean listed = source.listKeys((key, timeToLive) -> add(source, key, timeToLive));
                copyBatch();
                if (!listed) {
                    LOG.info("{} cannot list its keys: each session is copied when it is read", source.name());
                }
                return true;
            } catch (TierUnavailableException e) {
                batch.clear();
                LOG.debug("{} cannot be filled completely now: {}", target.name(), e.getMessage());
                return false;
            }
        }

        private void add(CacheServer source, String key, Duration timeToLive) {
            if (isReplicated.test(key) && belongs(key)) {
                batch.add(new Listed(key, timeToLive, source.sendGet(key)));
                if (batch.size() == BATCH) {
                    copyBatch();
                }
            }
        }

        private boolean belongs(String key) {
            return IntStream.of(tier.placesOf(key)).anyMatch(owner -> owner == place);
        }

        private void copyBatch() {
            List<Copying> copies = new ArrayList<>();
            for (Listed listed : batch) {
                listed.value().await().ifPresent(value -> copies.add(send(listed, value)));
            }
            batch.clear();
            copies.forEach(this::finish);
            if (!state(state, CLAIM)) {
                throw new TierUnavailableException(target.name() + " was emptied again while it was filled");
            }
        }

        /** With {@code add}: what is there already is newer. */
        private Copying send(Listed listed, VersionedValue value) {
            return new Copying(
                    listed,
                    value,
                    target.sendAdd(listed.key(), new Value(value.bytes(), value.flags()), listed.timeToLive()));
        }

        private void finish(Copying copy) {
            if (copy.added().await()) {
                copied++;
            } else {
                merge.into(
                        target, copy.listed().key(), copy.value(), copy.listed().timeToLive());
            }
        }

        /** Replaces the claim, if it is still this one's: a server that was emptied meanwhile has none. */
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

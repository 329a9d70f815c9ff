package org.memorycached.session.replication;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
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
 * Makes a server whole again that came back empty, or that missed writes: brings to it what the others have and it has
 * not, or has in an older state. Twice, so that what was on its way to both servers meanwhile is brought the second time.
 * One node does it, the others see its claim. Used by one thread at a time.
 */
public final class Refill {

    /** What servers have, to whoever knows it. */
    public interface Contents {

        /**
         * Brings what another server has together with what is there: the newer state counts.
         *
         * @param missedWrites whether it is noted that the server here missed some
         */
        void merge(CacheServer server, String key, VersionedValue theirs, Duration timeToLive, boolean missedWrites);

        /** Makes every follower doubt its copies of what this server has: publications have been missed. */
        void doubt(CacheServer server);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Refill.class);

    /** A node that dies at it is succeeded by another after this time. */
    private static final Duration CLAIM = Duration.ofSeconds(10);

    /** Longer than a write is on its way: one server may have got it and been emptied before the other gets it. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private static final int BATCH = 500;

    /** What was brought once, under which notes of missed writes. */
    private record FirstPass(String claim, Map<Integer, Long> notes, long endedAt) {}

    private final List<CacheServer> servers;
    private final ReplicatedTier tier;
    private final Standings standings;
    private final Predicate<String> isReplicated;
    private final Contents contents;
    private final LongSupplier nanoTime;
    private final Map<Integer, FirstPass> firstPasses = new ConcurrentHashMap<>();

    /**
     * @param isReplicated tells keys that are on several servers from those that are one server's own
     * @param nanoTime a monotonic clock, as {@link System#nanoTime}
     */
    Refill(
            List<CacheServer> servers,
            ReplicatedTier tier,
            Predicate<String> isReplicated,
            Contents contents,
            LongSupplier nanoTime) {
        this.servers = List.copyOf(servers);
        this.tier = tier;
        this.standings = tier.standings();
        this.isReplicated = isReplicated;
        this.contents = contents;
        this.nanoTime = nanoTime;
    }

    /**
     * Does what has to be done for this server now, if anything. To be called again and again until it is whole.
     *
     * @throws TierUnavailableException if a server does not answer; to be tried again
     */
    void run(int place) {
        if (standings.isComplete(place)) {
            firstPasses.remove(place);
            return;
        }
        Map<Integer, VersionedValue> notes = notes(place);
        if (notes.values().stream().anyMatch(Standings::tellsOfLostWrites)) {
            empty(place, notes);
            return;
        }
        Map<Integer, Long> versions = versions(notes);
        FirstPass first = firstPasses.remove(place);
        if (first == null) {
            String claim = "filling " + UUID.randomUUID();
            if (servers.get(place).add(standings.claimKey(), ascii(claim), CLAIM)) {
                pass(place, new FirstPass(claim, versions, 0));
            }
        } else if (nanoTime.getAsLong() - first.endedAt() < SETTLING.toNanos()) {
            firstPasses.put(place, first);
        } else if (!first.notes().equals(versions)) {
            // It missed more since. The claim is this one's still.
            pass(place, new FirstPass(first.claim(), versions, 0));
        } else {
            secondPass(place, first);
        }
    }

    /** Only when all others answer: the one that does not may have a note, or what is newer. */
    private Map<Integer, VersionedValue> notes(int place) {
        Map<Integer, VersionedValue> notes = new LinkedHashMap<>();
        for (int other : others(place)) {
            standings.noteOf(place, other).ifPresent(note -> notes.put(other, note));
        }
        return notes;
    }

    private static Map<Integer, Long> versions(Map<Integer, VersionedValue> notes) {
        Map<Integer, Long> versions = new LinkedHashMap<>();
        notes.forEach((other, note) -> versions.put(other, note.version()));
        return versions;
    }

    private List<Integer> others(int place) {
        return IntStream.range(0, servers.size())
                .filter(other -> other != place)
                .boxed()
                .toList();
    }

    /** The writes that it missed are nowhere any more: nothing that it has can be trusted ever again. */
    private void empty(int place, Map<Integer, VersionedValue> notes) {
        firstPasses.remove(place);
        servers.get(place).flush();
        settle(place, versions(notes));
        LOG.warn(
                "{} missed writes while it was away, and who had them has lost them: it was emptied",
                servers.get(place).name());
    }

    private void settle(int place, Map<Integer, Long> notes) {
        notes.forEach((other, version) -> standings.settle(place, other, version));
    }

    private void pass(int place, FirstPass pass) {
        Filling filling = new Filling(place, pass);
        boolean all = filling.fromAll();
        boolean needsLists = filling.overlooked && filling.missedWrites;
        if (all && !needsLists) {
            // The claim is kept until the second.
            firstPasses.put(place, new FirstPass(pass.claim(), pass.notes(), nanoTime.getAsLong()));
            return;
        }
        try {
            if (all) {
                emptyForWantOfLists(place, filling, pass.notes());
            }
        } finally {
            filling.giveUp();
        }
    }

    /** It would be believed about sessions that were ended elsewhere, and that nobody could bring to it. */
    private void emptyForWantOfLists(int place, Filling filling, Map<Integer, Long> notes) {
        if (!versions(notes(place)).equals(notes) || !filling.isClaimed()) {
            return; // another process was faster
        }
        servers.get(place).flush();
        settle(place, notes);
        LOG.warn(
                "{} missed writes while it was away, and who had them cannot list what they have: it was emptied",
                servers.get(place).name());
    }

    private void secondPass(int place, FirstPass first) {
        Filling filling = new Filling(place, first);
        try {
            if (filling.fromAll() && filling.isClaimed()) {
                declareComplete(place, first);
                LOG.info(
                        "{} has all its sessions: {} entries were brought to it",
                        filling.target.name(),
                        filling.brought);
            }
        } finally {
            filling.giveUp(); // also when another server was lost meanwhile
        }
    }

    private void declareComplete(int place, FirstPass first) {
        CacheServer server = servers.get(place);
        if (!first.notes().isEmpty()) {
            contents.doubt(server); // before it is trusted again
            settle(place, first.notes());
        }
        server.set(standings.stateKey(), ascii(Standings.COMPLETE), Duration.ZERO);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private final class Filling {

        private final CacheServer target;
        private final int place;
        private final String claim;
        private final boolean missedWrites;
        private int brought;

        /** Not all that a source has was looked at. */
        private boolean overlooked;

        private final Map<String, Duration> batch = new LinkedHashMap<>();

        private Filling(int place, FirstPass pass) {
            this.place = place;
            this.target = servers.get(place);
            this.claim = pass.claim();
            this.missedWrites = !pass.notes().isEmpty();
        }

        /** Says whether that is all that the others have. */
        boolean fromAll() {
            try {
                if (!isClaimed()) {
                    return false; // it has lapsed, or the server was emptied
                }
                for (int other : others(place)) {
                    from(servers.get(other));
                }
                return isClaimed();
            } catch (TierUnavailableException e) {
                LOG.debug("{} cannot be filled completely now: {}", target.name(), e.getMessage());
                return false;
            }
        }

        private void from(CacheServer source) {
            boolean listed = source.listKeys((key, timeToLive) -> add(source, key, timeToLive));
            copyBatch(source);
            if (!listed) {
                overlooked = true;
                LOG.info("{} cannot list its keys: each session is copied when it is read", source.name());
            }
        }

        private void add(CacheServer source, String key, Duration timeToLive) {
            if (isReplicated.test(key) && belongs(key)) {
                batch.put(key, timeToLive);
                if (batch.size() == BATCH) {
                    copyBatch(source);
                }
            }
        }

        private boolean belongs(String key) {
            return IntStream.of(tier.placesOf(key)).anyMatch(owner -> owner == place);
        }

        private void copyBatch(CacheServer source) {
            write(read(source, batch.keySet()));
            batch.clear();
            if (!isClaimed()) {
                throw new TierUnavailableException(target.name() + " was emptied again while it was filled");
            }
        }

        private static Map<String, VersionedValue> read(CacheServer server, Collection<String> keys) {
            Map<String, Reply<Optional<VersionedValue>>> reads = new LinkedHashMap<>();
            keys.forEach(key -> reads.put(key, server.sendGet(key)));
            Map<String, VersionedValue> values = new LinkedHashMap<>();
            reads.forEach((key, read) -> read.await().ifPresent(value -> values.put(key, value)));
            return values;
        }

        private void write(Map<String, VersionedValue> values) {
            Map<String, Reply<Boolean>> writes = new LinkedHashMap<>();
            values.forEach((key, value) ->
                    writes.put(key, target.sendAdd(key, new Value(value.bytes(), value.flags()), timeToLive(key))));
            List<String> taken = new ArrayList<>();
            writes.forEach((key, write) -> {
                if (!write.await()) {
                    taken.add(key);
                }
            });
            brought += writes.size() - taken.size();
            mergeWhatDiffers(values, taken);
        }

        private Duration timeToLive(String key) {
            return Objects.requireNonNull(batch.get(key));
        }

        private void mergeWhatDiffers(Map<String, VersionedValue> values, List<String> taken) {
            read(target, taken).forEach((key, here) -> {
                VersionedValue theirs = values.get(key);
                if (theirs != null && !Arrays.equals(theirs.bytes(), here.bytes())) {
                    contents.merge(target, key, theirs, timeToLive(key), missedWrites);
                    brought++;
                }
            });
        }

        /** Renews the claim, if it is still this one's: a server that was emptied meanwhile has none. */
        boolean isClaimed() {
            Optional<VersionedValue> current = target.get(standings.claimKey());
            return current.isPresent()
                    && Standings.text(current.get()).equals(claim)
                    && target.swap(standings.claimKey(), current.get().version(), ascii(claim), CLAIM) == Swap.STORED;
        }

        /** So that the next to try need not wait until the claim has lapsed. */
        void giveUp() {
            try {
                target.get(standings.claimKey())
                        .filter(current -> Standings.text(current).equals(claim))
                        .ifPresent(current -> {
                            boolean ignored = target.delete(standings.claimKey(), current.version());
                        });
            } catch (TierUnavailableException e) {
                LOG.debug("A claim is left to lapse: {}", e.getMessage());
            }
        }
    }
}

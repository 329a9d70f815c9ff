package org.memorycached.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.replication.ReplicatedTier;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.CacheServer.Swap;
import org.memorycached.session.tier.CacheServer.Swapped;
import org.memorycached.session.tier.Value;
import org.memorycached.session.tier.VersionedValue;

/**
 * A new state of a session on its way to the servers. The first that takes it decides, by compare-and-swap, between
 * writers that meet there; the others are brought to its revision. Used by one thread, once.
 */
final class Replacement {

    /** A server whose copy changes at each look is being written by many, of whom one is the newest. */
    private static final int MOST_LOOKS = 50;

    private final ReplicatedTier tier;
    private final String wireKey;
    private final Value value;
    private final Duration timeToLive;
    private final long revision;
    private final IntFunction<StoredCopy> reread;

    private final List<Integer> taken = new ArrayList<>();
    private final Map<Integer, Long> versions = new HashMap<>();
    private final List<Integer> away = new ArrayList<>();
    private @Nullable TierUnavailableException outage;

    /** @param reread reads the copy at a place again */
    Replacement(
            ReplicatedTier tier,
            String wireKey,
            Value value,
            Duration timeToLive,
            long revision,
            IntFunction<StoredCopy> reread) {
        this.tier = tier;
        this.wireKey = wireKey;
        this.value = value;
        this.timeToLive = timeToLive;
        this.revision = revision;
        this.reread = reread;
    }

    /** Writes to this server: as the decision, if no other has taken it yet. An outage is left to {@link #confirmed}. */
    Swap decideOn(StoredCopy copy) {
        try {
            if (copy.outage() != null) {
                throw copy.outage();
            }
            Swap swap = taken.isEmpty() ? decide(copy) : raise(copy);
            if (swap == Swap.STORED) {
                taken.add(copy.place());
            }
            return swap;
        } catch (TierUnavailableException e) {
            away.add(copy.place());
            keepWorst(e);
            return Swap.STORED; // where it was written counts
        }
    }

    private void keepWorst(TierUnavailableException e) {
        if (outage == null || e instanceof WriteOutcomeUnknownException) {
            outage = e;
        }
    }

    private Swap decide(StoredCopy copy) {
        if (!away.isEmpty()) {
            // Before the write: whoever can reach those servers must find out here that they are not up to date.
            tier.standings().noteMissed(away, List.of(copy.place()));
        }
        return write(copy);
    }

    private Swap write(StoredCopy copy) {
        CacheServer server = tier.server(copy.place());
        VersionedValue old = copy.value();
        if (old == null) {
            return server.sendAdd(wireKey, value, timeToLive).await() ? Swap.STORED : Swap.CHANGED;
        }
        Swapped swapped =
                server.sendSwap(wireKey, old.version(), value, timeToLive).await();
        versions.put(copy.place(), swapped.version());
        return swapped.outcome();
    }

    /** Brings a server to this revision, unless somebody else has brought it further. */
    private Swap raise(StoredCopy known) {
        StoredCopy copy = known;
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (copy.ended()) {
                return Swap.CHANGED;
            }
            if (copy.revision() >= revision) {
                return isOnTopOfThis(copy) ? Swap.STORED : Swap.CHANGED;
            }
            if (write(copy) == Swap.STORED) {
                return Swap.STORED;
            }
            copy = reread.apply(copy.place());
        }
        return Swap.CHANGED;
    }

    /** False if whoever wrote it could not reach the server that has decided for this state. */
    private boolean isOnTopOfThis(StoredCopy copy) {
        return Arrays.equals(copy.requireValue().bytes(), value.bytes())
                || (copy.revision() > revision && !tier.standings().isNoted(taken.get(0), copy.place()));
    }

    /** The versions of the new state, of the servers that told them. */
    Map<Integer, Long> versions() {
        return versions;
    }

    /**
     * @return stored
     * @throws TierUnavailableException if no server took it
     */
    Swap confirmed() {
        if (outage != null) {
            if (taken.isEmpty()) {
                throw outage;
            }
            tier.standings().noteMissed(away, taken);
        }
        return Swap.STORED;
    }
}

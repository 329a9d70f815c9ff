package org.memorycached.session.replication;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.WriteOutcomeUnknownException;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.CacheServer.Swap;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Tier;
import org.memorycached.session.tier.VersionedValue;

/**
 * How far each central server can be trusted when it is the only one of a key's servers that answers: see the {@link
 * org.memorycached.session.replication package}. Thread-safe; each server is polled by one thread at a time.
 */
public final class Standings {

    private static final String STATE_PREFIX = "tier:state:";
    static final String COMPLETE = "complete";
    private static final String LOST = "lost ";
    private static final String CLAIM_PREFIX = "tier:filling:";
    private static final String MISSED_PREFIX = "tier:missed:";

    /**
     * What a note becomes when what it tells of was seen to. Were it removed, a node that remembers it would take it for
     * lost with all that its server had, if that came back empty meanwhile.
     */
    private static final String SETTLED = "settled";

    /** Longer than any node takes from one poll to the next. */
    private static final Duration SETTLED_FOR = Duration.ofHours(1);

    private final List<CacheServer> servers;
    private final boolean replicated;
    private final String stateKey;

    /** {@code complete[s]}: server s has all that belongs on it. */
    private final boolean[] complete;

    /** {@code trusted[s]}: nobody has noted that server s missed writes. Replaced as a whole: every page view asks. */
    private volatile boolean[] trusted;

    /** {@code missed[s][witness]}: the witness has a note that server s missed writes. */
    private final boolean[][] missed;

    /** {@code empty[s]}: server s had lost what it had when it was last asked. */
    private final boolean[] empty;

    /** {@code heardAt[s]}: when server s was last asked what it has noted, or found to be away. */
    private final long[] heardAt;

    private final LongSupplier nanoTime;

    /** @param nanoTime a monotonic clock, as {@link System#nanoTime} */
    public Standings(Tier tier, int copies, LongSupplier nanoTime) {
        this.servers = tier.servers();
        this.nanoTime = nanoTime;
        this.empty = new boolean[servers.size()];
        this.heardAt = new long[servers.size()];
        Arrays.fill(heardAt, nanoTime.getAsLong());
        this.replicated = copies > 1;
        this.stateKey = STATE_PREFIX + configuration(tier, copies);
        this.complete = new boolean[servers.size()];
        this.trusted = allTrusted();
        this.missed = new boolean[servers.size()][servers.size()];
    }

    /** A server that is complete for one list of servers lacks something for another. */
    private static String configuration(Tier tier, int copies) {
        String names = tier.servers().stream().map(CacheServer::name).sorted().collect(Collectors.joining(","));
        return DigestUtils.md5Hex(names + " " + copies);
    }

    /** Who makes a server whole has this, on that server. */
    String claimKey() {
        return CLAIM_PREFIX + stateKey.substring(STATE_PREFIX.length());
    }

    String stateKey() {
        return stateKey;
    }

    private boolean[] allTrusted() {
        boolean[] all = new boolean[servers.size()];
        Arrays.fill(all, true);
        return all;
    }

    /** Whether what this server has is the newest there is: false if it missed writes while it was away. */
    public boolean isTrusted(int server) {
        return trusted[server];
    }

    /** Whether this server came back empty, or may have, and has not been made whole since. */
    public synchronized boolean mayHaveLostSomething(int server) {
        return replicated && !complete[server];
    }

    /** Whether this server missed writes that another one took, as far as this node has heard. */
    synchronized boolean hasMissed(int server, int witness) {
        return missed[server][witness];
    }

    /** Whether this server has all that belongs on it, but for writes that it missed. */
    synchronized boolean hasAll(int server) {
        return !replicated || complete[server];
    }

    /** Whether this server is whole: it has all that belongs on it, and missed nothing. */
    public synchronized boolean isComplete(int server) {
        return !replicated || (complete[server] && trusted[server]);
    }

    /**
     * Notes on the servers that took a write that others have missed it. When this returns the write may be relied on:
     * no node will trust those others before they were made anew.
     *
     * @throws WriteOutcomeUnknownException if that could not be noted
     */
    public void noteMissed(Collection<Integer> away, Collection<Integer> witnesses) {
        for (int server : away) {
            byte[] token = token("");
            for (int witness : witnesses) {
                note(server, witness, token);
            }
        }
    }

    private static byte[] token(String meaning) {
        return (meaning + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether what the server of this note has missed is nowhere any more. */
    static boolean tellsOfLostWrites(VersionedValue note) {
        return text(note).startsWith(LOST);
    }

    /** Whether the witness has a note that the server missed writes; asks it. */
    public boolean isNoted(int server, int witness) {
        return noteOf(server, witness).isPresent();
    }

    /** The note that the server missed writes, if the witness has one; asks it. */
    Optional<VersionedValue> noteOf(int server, int witness) {
        return servers.get(witness).get(missedKey(server)).filter(Standings::stands);
    }

    private static boolean stands(VersionedValue note) {
        return !text(note).equals(SETTLED);
    }

    /** What this note tells of was seen to. One that was written meanwhile has another version, and stays. */
    void settle(int server, int witness, long version) {
        byte[] settled = SETTLED.getBytes(StandardCharsets.US_ASCII);
        Swap ignored = servers.get(witness).swap(missedKey(server), version, settled, SETTLED_FOR);
    }

    private void note(int server, int witness, byte[] token) {
        remember(server, witness, true);
        try {
            boolean lost =
                    noteOf(server, witness).filter(Standings::tellsOfLostWrites).isPresent();
            servers.get(witness).set(missedKey(server), lost ? token(LOST) : token, Duration.ZERO);
        } catch (TierUnavailableException e) {
            throw new WriteOutcomeUnknownException(
                    "It could not be noted that " + servers.get(server).name() + " missed a write", e);
        }
    }

    /**
     * Reads what a server says of itself and of the others.
     *
     * @throws TierUnavailableException if it does not answer; what is known of it stays
     */
    public void poll(int witness) {
        if (!replicated) {
            return;
        }
        long startedAt = nanoTime.getAsLong();
        try {
            read(witness);
        } catch (TierUnavailableException e) {
            setComplete(witness, false); // it may come back empty
            throw e;
        } finally {
            // One that does not answer is away, but perhaps only since: it may be this process that stood still.
            heard(witness, startedAt);
        }
    }

    private synchronized void heard(int server, long at) {
        heardAt[server] = at;
    }

    /** Up to when this node knows whether a server missed writes: all others were asked since, or are away. */
    public synchronized long knownUntil(int server) {
        long now = nanoTime.getAsLong();
        long age = 0;
        for (int other = 0; replicated && other < heardAt.length; other++) {
            if (other != server) {
                age = Math.max(age, now - heardAt[other]);
            }
        }
        return now - age;
    }

    private void read(int witness) {
        CacheServer server = servers.get(witness);
        Reply<Optional<VersionedValue>> state = server.sendGet(stateKey);
        List<Reply<Optional<VersionedValue>>> notes = IntStream.range(0, servers.size())
                .mapToObj(other -> server.sendGet(missedKey(other)))
                .toList();
        Optional<VersionedValue> answer = state.await();
        if (beginsToBeEmpty(witness, answer.isEmpty())) {
            forgetWhatItMissed(witness);
        }
        for (int other = 0; other < servers.size(); other++) {
            Optional<VersionedValue> note = notes.get(other).await();
            if (note.isEmpty() && answer.isEmpty() && hasMissed(other, witness)) {
                // The witness came back empty, and its note was about writes that others may still have missed.
                note(other, witness, token(LOST));
            } else {
                remember(other, witness, note.filter(Standings::stands).isPresent());
            }
        }
        setComplete(
                witness, answer.map(Standings::text).filter(COMPLETE::equals).isPresent());
    }

    private synchronized boolean beginsToBeEmpty(int server, boolean isEmpty) {
        boolean begins = isEmpty && !empty[server];
        empty[server] = isEmpty;
        return begins;
    }

    /** It has nothing any more that could be stale. Two servers that missed writes would empty each other for ever. */
    private void forgetWhatItMissed(int server) {
        for (int witness = 0; witness < servers.size(); witness++) {
            remember(server, witness, false);
        }
    }

    private synchronized void setComplete(int server, boolean isComplete) {
        complete[server] = isComplete;
    }

    private synchronized void remember(int server, int witness, boolean noted) {
        if (missed[server][witness] != noted) {
            missed[server][witness] = noted;
            boolean[] changed = allTrusted();
            for (int i = 0; i < changed.length; i++) {
                for (boolean missedSome : missed[i]) {
                    changed[i] &= !missedSome;
                }
            }
            trusted = changed;
        }
    }

    private String missedKey(int server) {
        return MISSED_PREFIX + servers.get(server).name();
    }

    static String text(VersionedValue value) {
        return new String(value.bytes(), StandardCharsets.US_ASCII);
    }
}

package org.memorycached.session.revocation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the feed of one central server, and judges local copies of that server's sessions by it.
 *
 * <p>{@link #poll} is called by one thread at a time; the other methods by any.
 */
public final class Follower {

    /** More news than this in one poll is cheaper to skip: all copies made before become misses. */
    private static final int MOST_NEW_ENTRIES = 10_000;

    /** Bounds the memory: forgetting the oldest revocation raises the floor above it. */
    private static final int MOST_REVOCATIONS = 50_000;

    /** A number that was drawn but whose entry does not appear belongs to a writer that died, or was evicted. */
    private static final int POLLS_UNTIL_HOLE_IS_SKIPPED = 2;

    private static final int LOOKS_FOR_AN_ENTRY = 5;

    /** What one poll leaves for the readers, replaced as a whole so that no reader sees half of a resync. */
    private record View(long floor, long position, Map<String, Long> revokedAt) {

        boolean covers(long stamp) {
            return floor <= stamp && stamp <= position;
        }

        boolean revokedSince(String key, long stamp) {
            Long position = revokedAt.get(key);
            return position != null && position > stamp;
        }
    }

    private record Revocation(String key, long position) {}

    /** What the feed of one server says of a copy. */
    enum Verdict {
        /** Nothing that was published up to a lease ago speaks against it. */
        GOOD,
        /** The session was changed or ended since. */
        REVOKED,
        /** This feed cannot tell: the server does not answer, has forgotten, or missed writes itself. */
        UNKNOWN
    }

    private final RevocationFeed feed;
    private final LongSupplier nanoTime;
    private final long leaseNanos;
    private final BooleanSupplier trusted;
    private final LongSupplier trustKnownUntil;

    private volatile @Nullable View view;
    private volatile long leaseEndsAt;
    private volatile boolean leased;

    private volatile long resyncs;

    // Of the polling thread only:
    private final Queue<Revocation> oldestFirst = new ArrayDeque<>();
    private long holeAt;
    private int pollsAtHole;

    /**
     * @param nanoTime a monotonic clock, as {@link System#nanoTime}
     * @param lease how long after the start of a successful poll its result may be relied on
     * @param trusted whether the server has missed no writes, and so no publications
     * @param trustKnownUntil when that was last learnt, by {@code nanoTime}
     */
    public Follower(
            RevocationFeed feed,
            LongSupplier nanoTime,
            Duration lease,
            BooleanSupplier trusted,
            LongSupplier trustKnownUntil) {
        this.feed = feed;
        this.nanoTime = nanoTime;
        this.trusted = trusted;
        this.trustKnownUntil = trustKnownUntil;
        this.leaseNanos = lease.toNanos();
    }

    /** The name of the server that is followed. */
    String server() {
        return feed.server();
    }

    /** The position that a copy of a central read that begins now is stamped with. */
    long position() {
        View current = view;
        return current == null ? Stamp.UNKNOWN : current.position();
    }

    /**
     * Judges a local copy. Call it after the copy was read.
     *
     * @param key the session's key, as it is published
     * @param stamp this follower's position before the central read that the copy was made from
     * @param graceNanos how much longer than the lease the last poll may be relied on
     */
    Verdict judge(String key, long stamp, long graceNanos) {
        // The lease first: the view that is read after it is at least as new as the poll that the lease counts from.
        boolean known = leaseHolds(graceNanos) && trusted.getAsBoolean();
        View current = view;
        if (current == null) {
            return Verdict.UNKNOWN;
        }
        if (current.revokedSince(key, stamp)) {
            return Verdict.REVOKED;
        }
        return known && current.covers(stamp) ? Verdict.GOOD : Verdict.UNKNOWN;
    }

    /** Applies a publication of this node's own before the next poll brings it, so that a user reads what he wrote. */
    public void revoked(String key, long position) {
        View current = view;
        if (current != null) {
            current.revokedAt().merge(key, position, Math::max);
        }
    }

    /** Whether this node knows what was published up to one lease ago. */
    public boolean leaseHolds() {
        return leaseHolds(0);
    }

    private boolean leaseHolds(long graceNanos) {
        return leased && nanoTime.getAsLong() - leaseEndsAt < graceNanos;
    }

    /** How far this follower is, for people who look after the application. */
    public FollowerStatus status() {
        View current = view;
        long now = nanoTime.getAsLong();
        return new FollowerStatus(
                current == null ? 0 : current.position(),
                leased ? Optional.of(Duration.ofNanos(now - (leaseEndsAt - leaseNanos))) : Optional.empty(),
                leased ? Duration.ofNanos(Math.max(0, leaseEndsAt - now)) : Duration.ZERO,
                resyncs,
                current == null ? 0 : current.revokedAt().size());
    }

    /**
     * Reads the news and renews the lease.
     *
     * @throws org.memorycached.session.TierUnavailableException if the server does not answer; the lease runs on
     */
    public void poll() {
        // Before the poll: a server that missed writes and was made anew since that was learnt is seen to be another.
        long startedAt = trustKnownUntil.getAsLong();
        boolean counts = trusted.getAsBoolean();
        long head = feed.head();
        View current = view;
        if (current == null || head < current.position() || head - current.position() > MOST_NEW_ENTRIES) {
            resync(head);
        } else if (head > current.position() && !apply(current, head)) {
            return; // a hole: what it stands for is not known, so the lease must not be renewed
        }
        if (counts) {
            leaseEndsAt = startedAt + leaseNanos;
            leased = true;
        }
    }

    /** Starts anew at this position: every copy made before is a miss. Costs nothing but the next reads. */
    private void resync(long head) {
        if (view != null) {
            resyncs = resyncs + 1; // by the polling thread only
        }
        view = new View(head, head, new ConcurrentHashMap<>());
        oldestFirst.clear();
        pollsAtHole = 0;
    }

    /** The entries up to the head. A writer draws its number a moment before it stores its entry: that is no hole yet. */
    private Map<Long, String> news(long from, long head) {
        Map<Long, String> entries = feed.entries(from, head);
        for (int look = 1; look < LOOKS_FOR_AN_ENTRY && entries.size() <= head - from; look++) {
            List<Long> missing = LongStream.rangeClosed(from, head)
                    .boxed()
                    .filter(position -> !entries.containsKey(position))
                    .toList();
            entries.putAll(feed.entries(missing));
        }
        return entries;
    }

    /** Applies what is new; says whether this node now knows all that was published up to the head. */
    private boolean apply(View current, long head) {
        Map<Long, String> entries = news(current.position() + 1, head);
        long position = current.position();
        for (Map.Entry<Long, String> entry : entries.entrySet()) {
            current.revokedAt().merge(entry.getValue(), entry.getKey(), Math::max);
            if (entry.getKey() == position + 1) {
                oldestFirst.add(new Revocation(entry.getValue(), ++position));
            }
        }
        publish(current, position);
        return position == head || skipHole(position, head);
    }

    /** Raises the floor before it forgets what lies below, so that no reader finds neither. */
    private void publish(View current, long position) {
        List<Revocation> forgotten = new ArrayList<>();
        while (oldestFirst.size() > MOST_REVOCATIONS) {
            forgotten.add(oldestFirst.remove());
        }
        long floor = forgotten.isEmpty()
                ? current.floor()
                : forgotten.get(forgotten.size() - 1).position();
        view = new View(floor, position, current.revokedAt());
        forgotten.forEach(old -> current.revokedAt().remove(old.key(), old.position()));
    }

    private boolean skipHole(long position, long head) {
        pollsAtHole = holeAt == position ? pollsAtHole + 1 : 1;
        holeAt = position;
        if (pollsAtHole < POLLS_UNTIL_HOLE_IS_SKIPPED) {
            return false;
        }
        resync(head);
        return true;
    }
}

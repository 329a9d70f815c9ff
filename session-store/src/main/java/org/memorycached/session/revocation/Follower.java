package org.memorycached.session.revocation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
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

    /** What one poll leaves for the readers, replaced as a whole so that no reader sees half of a resync. */
    private record View(long floor, long position, Map<String, Long> revokedAt) {

        boolean accepts(String key, long stamp) {
            return floor <= stamp && stamp <= position && revokedAt.getOrDefault(key, 0L) <= stamp;
        }
    }

    private record Revocation(String key, long position) {}

    private final RevocationFeed feed;
    private final LongSupplier nanoTime;
    private final long leaseNanos;

    private volatile @Nullable View view;
    private volatile long leaseEndsAt;
    private volatile boolean leased;

    // Of the polling thread only:
    private final Queue<Revocation> oldestFirst = new ArrayDeque<>();
    private long holeAt;
    private int pollsAtHole;

    /**
     * @param nanoTime a monotonic clock, as {@link System#nanoTime}
     * @param lease how long after the start of a successful poll its result may be relied on
     */
    public Follower(RevocationFeed feed, LongSupplier nanoTime, Duration lease) {
        this.feed = feed;
        this.nanoTime = nanoTime;
        this.leaseNanos = lease.toNanos();
    }

    /**
     * The stamp for a copy of a central read that begins now; empty while the feed's position is not known, when no
     * copy should be made.
     */
    public OptionalLong stamp() {
        View current = view;
        return current == null ? OptionalLong.empty() : OptionalLong.of(current.position());
    }

    /**
     * Whether a local copy may be served. Call it after the copy was read.
     *
     * @param key the session's key, as it is published
     * @param stamp the copy's stamp
     */
    public boolean accepts(String key, long stamp) {
        // The lease first: the view that is read after it is at least as new as the poll that the lease counts from.
        if (!leaseHolds()) {
            return false;
        }
        View current = view;
        return current != null && current.accepts(key, stamp);
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
        return leased && nanoTime.getAsLong() - leaseEndsAt < 0;
    }

    /**
     * Reads the news and renews the lease.
     *
     * @throws org.memorycached.session.TierUnavailableException if the server does not answer; the lease runs on
     */
    public void poll() {
        long startedAt = nanoTime.getAsLong();
        long head = feed.head();
        View current = view;
        if (current == null || head < current.position() || head - current.position() > MOST_NEW_ENTRIES) {
            resync(head);
        } else if (head > current.position() && !apply(current, head)) {
            return; // a hole: what it stands for is not known, so the lease must not be renewed
        }
        leaseEndsAt = startedAt + leaseNanos;
        leased = true;
    }

    /** Starts anew at this position: every copy made before is a miss. Costs nothing but the next reads. */
    private void resync(long head) {
        view = new View(head, head, new ConcurrentHashMap<>());
        oldestFirst.clear();
        pollsAtHole = 0;
    }

    /** Applies what is new; says whether this node now knows all that was published up to the head. */
    private boolean apply(View current, long head) {
        Map<Long, String> entries = feed.entries(current.position() + 1, head);
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

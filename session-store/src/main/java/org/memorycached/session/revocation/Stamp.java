package org.memorycached.session.revocation;

import java.util.List;
import java.util.StringJoiner;
import org.memorycached.session.revocation.Follower.Verdict;

/**
 * What a local copy of a session is judged by: the followers of the session's central servers, and the position of each
 * before the central read that the copy was made from. Immutable and thread-safe.
 */
public final class Stamp {

    static final long UNKNOWN = Long.MIN_VALUE;

    private final Follower[] followers;
    private final long[] positions;

    private Stamp(Follower[] followers, long[] positions) {
        this.followers = followers;
        this.positions = positions;
    }

    /** The stamp for a central read that begins now. */
    public static Stamp now(List<Follower> followers) {
        return new Stamp(
                followers.toArray(Follower[]::new),
                followers.stream().mapToLong(Follower::position).toArray());
    }

    /** The stamp that a copy carries. */
    public static Stamp of(List<Follower> followers, long[] positions) {
        return new Stamp(followers.toArray(Follower[]::new), positions.clone());
    }

    /** Tells whose positions a stamp has: the same number in every process, for the same servers in the same order. */
    public static int namesOf(List<Follower> followers) {
        int names = 1;
        for (Follower follower : followers) {
            names = 31 * names + follower.server().hashCode();
        }
        return names;
    }

    /** One for each of the session's servers, in their order. */
    public long[] positions() {
        return positions.clone();
    }

    /** Whether no feed was known: a copy with this stamp would never be accepted. */
    public boolean isWorthless() {
        for (long position : positions) {
            if (position != UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a copy may be served: one feed at least vouches for it, and none has revoked it. One is enough, because a
     * change counts only when all of the session's servers have it, or it is noted which have not.
     *
     * @param key the session's key, as it is published
     * @param graceNanos how much longer than the lease a poll may be relied on; zero but in an outage
     */
    public boolean accepts(String key, long graceNanos) {
        boolean good = false;
        for (int i = 0; i < followers.length; i++) {
            Verdict verdict = followers[i].judge(key, positions[i], graceNanos);
            if (verdict == Verdict.REVOKED) {
                return false;
            }
            good |= verdict == Verdict.GOOD;
        }
        return good;
    }

    /** Whether every feed vouches for a copy: up to a lease ago each of the session's servers answered, and had lost nothing. */
    public boolean isAcceptedByAll(String key) {
        for (int i = 0; i < followers.length; i++) {
            if (followers[i].judge(key, positions[i], 0) != Verdict.GOOD) {
                return false;
            }
        }
        return true;
    }

    /** Each server and the position in its feed, such as {@code cache1:11211 at 1882…7, cache2:11211 at 1882…9}. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", "); // no stream: each page view shows it
        for (int i = 0; i < followers.length; i++) {
            text.add(followers[i].server() + (positions[i] == UNKNOWN ? " unknown" : " at " + positions[i]));
        }
        return text.toString();
    }
}

package org.memorycached.session;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.CentralSessions.Replaced;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.revocation.Stamp;
import org.memorycached.session.tier.CacheServer.Swap;

/** Changes and ends sessions: by compare-and-swap in the central tier, and then every node is told. */
final class SessionChanges {

    /** In each round one writer wins, so this many writers at once are served. */
    private static final int MOST_SWAPS = 200;

    private final CentralSessions central;
    private final LocalCopies local;
    private final PrincipalSessions principals;
    private final PrincipalAttribute principal;
    private final SessionReads reads;
    private final Lifetimes lifetimes;
    private final Clock clock;

    SessionChanges(
            CentralSessions central,
            LocalCopies local,
            PrincipalSessions principals,
            PrincipalAttribute principal,
            SessionReads reads,
            Lifetimes lifetimes,
            Clock clock) {
        this.central = central;
        this.local = local;
        this.principals = principals;
        this.principal = principal;
        this.reads = reads;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    Optional<Session> update(SessionKey key, Consumer<Map<String, @Nullable Object>> change) {
        for (int attempt = 0; attempt < MOST_SWAPS; attempt++) {
            Optional<StoredCopies> current = reads.readLive(key);
            if (current.isEmpty()) {
                local.forget(key); // what is left of it here was not told yet that it ended
                return Optional.empty();
            }
            StoredSession before = current.get().session();
            StoredSession after = changed(before, change);
            pointNewReference(key, before, after);
            if (swap(key, current.get(), after) == Swap.STORED) {
                removeOldReference(key, before, after);
                return Optional.of(reads.justRead(key, after));
            }
            Collisions.letOthersFinish(attempt);
        }
        throw new SessionUnavailableException("Session " + key + " is changed by too many writers at once");
    }

    private StoredSession changed(StoredSession before, Consumer<Map<String, @Nullable Object>> change) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(before.attributes());
        change.accept(attributes);
        return before.withAttributes(principal.withMd5(attributes)).usedAt(clock.instant(), lifetimes.idleTimeout());
    }

    /** Stores a change and, when it stands or may stand, makes every node's copies of the old session misses. */
    private Swap swap(SessionKey key, StoredCopies read, StoredSession after) {
        Swap swap;
        try {
            swap = central.swap(key, read, after);
        } catch (WriteOutcomeUnknownException e) {
            publishIfPossible(key, e);
            throw e;
        }
        if (swap == Swap.STORED) {
            publish(key);
        }
        return swap;
    }

    /** Before the change: if this fails nothing has changed, and a reference that is ahead is seen through. */
    private void pointNewReference(SessionKey key, StoredSession before, StoredSession after) {
        Optional<String> oldName = principal.of(before.attributes());
        Optional<String> newName = principal.of(after.attributes());
        if (newName.isPresent() && !newName.equals(oldName)) {
            SessionClient client =
                    oldName.map(name -> principals.clientOf(name, key)).orElse(SessionClient.UNKNOWN);
            principals.pointTo(newName.get(), key, after, client);
        }
    }

    private void removeOldReference(SessionKey key, StoredSession before, StoredSession after) {
        Optional<String> oldName = principal.of(before.attributes());
        if (!oldName.equals(principal.of(after.attributes()))) {
            oldName.ifPresent(name -> principals.remove(name, key));
        }
    }

    /**
     * Records a use of the session if nobody has since it was due, and renews this node's copies. Not published: a copy
     * that knows of an earlier use is still a true copy.
     */
    void touch(Session used, Predicate<StoredSession> isDue) {
        SessionCopy copy = used.copy();
        if (copy == null || !isDue.test(copy.session()) || !touchUnread(used, copy)) {
            touchRead(used, isDue);
        }
    }

    /** That the swap finds what the copy was made from proves the copy as well as a read would; false if it does not. */
    private boolean touchUnread(Session used, SessionCopy copy) {
        if (!copy.isKnownToEachServer(clock.millis())) {
            return false;
        }
        Stamp stamp = central.stamp(copy.key());
        StoredSession touched = copy.session().usedAt(clock.instant(), lifetimes.idleTimeout());
        EncodedSession stored = central.encode(copy.key(), touched, null);
        Replaced replaced = central.swap(copy, touched, stored);
        if (replaced.swap() != Swap.STORED) {
            return false;
        }
        reads.refresh(used, touched, stored, stamp, replaced.versions());
        principals.keep(copy.key(), touched);
        return true;
    }

    private void touchRead(Session used, Predicate<StoredSession> isDue) {
        SessionKey key = used.key();
        Stamp stamp = central.stamp(key);
        Optional<StoredCopies> current = central.readLive(key);
        if (current.isEmpty()) {
            return;
        }
        StoredSession session = current.get().session();
        if (!isDue.test(session)) {
            reads.refresh(used, session, current.get().stored(), stamp, central.versions(current.get()));
            return;
        }
        StoredSession touched = session.usedAt(clock.instant(), lifetimes.idleTimeout());
        EncodedSession stored = central.encode(key, touched, current.get().stored());
        Replaced replaced = central.swap(key, current.get(), touched, stored);
        if (replaced.swap() == Swap.STORED) {
            reads.refresh(used, touched, stored, stamp, replaced.versions());
            principals.keep(key, touched);
        } // else somebody was faster, or this read has repaired a server: the next request tries again
    }

    /** Publishes even if the session was gone: an earlier attempt may have died before it published. */
    boolean delete(SessionKey key) {
        Optional<StoredCopies> last = end(key);
        publish(key);
        last.flatMap(found -> principal.of(found.session().attributes()))
                .ifPresent(name -> principals.remove(name, key));
        return last.isPresent();
    }

    private Optional<StoredCopies> end(SessionKey key) {
        try {
            Optional<StoredCopies> last = central.readToEnd(key, lifetimes.absoluteLifetime());
            last.ifPresent(found -> central.end(key, found));
            return last;
        } catch (WriteOutcomeUnknownException e) {
            publishIfPossible(key, e);
            throw e;
        }
    }

    /** Ends these sessions, each as far as it can be; says how many there were. */
    int deleteAll(List<SessionKey> keys) {
        int ended = 0;
        SessionUnavailableException outage = null;
        for (SessionKey key : keys) {
            try {
                ended += delete(key) ? 1 : 0;
            } catch (SessionUnavailableException e) {
                outage = outage == null ? e : outage;
            }
        }
        if (outage != null) {
            throw outage;
        }
        return ended;
    }

    private void publish(SessionKey key) {
        local.forget(key);
        try {
            central.publish(key);
        } catch (TierUnavailableException e) {
            throw new WriteOutcomeUnknownException(
                    "Session " + key + " was written, but it is not certain that every node was told", e);
        }
    }

    private void publishIfPossible(SessionKey key, WriteOutcomeUnknownException reason) {
        try {
            publish(key);
        } catch (TierUnavailableException e) {
            reason.addSuppressed(e);
        }
    }
}

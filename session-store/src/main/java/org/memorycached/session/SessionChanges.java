package org.memorycached.session;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.CentralSessions.Versioned;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.tier.CacheServer.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes and ends sessions: by compare-and-swap in the central tier, and then every node is told. */
final class SessionChanges {

    private static final Logger LOG = LoggerFactory.getLogger(SessionChanges.class);

    /** In each round one writer wins, so this many writers at once are served. */
    private static final int MOST_SWAPS = 200;

    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private final CentralSessions central;
    private final LocalCopies local;
    private final PrincipalReferences references;
    private final PrincipalAttribute principal;
    private final SessionReads reads;
    private final Lifetimes lifetimes;
    private final Clock clock;

    SessionChanges(
            CentralSessions central,
            LocalCopies local,
            PrincipalReferences references,
            PrincipalAttribute principal,
            SessionReads reads,
            Lifetimes lifetimes,
            Clock clock) {
        this.central = central;
        this.local = local;
        this.references = references;
        this.principal = principal;
        this.reads = reads;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    Optional<Session> update(SessionKey key, Consumer<Map<String, @Nullable Object>> change) {
        for (int attempt = 0; attempt < MOST_SWAPS; attempt++) {
            Optional<Versioned> current = reads.readLive(key);
            if (current.isEmpty()) {
                local.forget(key); // what is left of it here was not told yet that it ended
                return Optional.empty();
            }
            StoredSession before = current.get().session();
            StoredSession after = changed(before, change);
            pointNewReference(key, before, after);
            Swap swap = swap(key, current.get().version(), after);
            if (swap == Swap.STORED) {
                removeOldReference(key, before, after);
                return Optional.of(reads.justRead(key, after));
            }
            if (swap == Swap.CHANGED) {
                letOthersFinish();
            }
        }
        throw new SessionUnavailableException("Session " + key + " is changed by too many writers at once");
    }

    private StoredSession changed(StoredSession before, Consumer<Map<String, @Nullable Object>> change) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(before.attributes());
        change.accept(attributes);
        return before.withAttributes(principal.withMd5(attributes)).usedAt(clock.instant(), lifetimes.idleTimeout());
    }

    /** Stores a change and, when it stands or may stand, makes every node's copies of the old session misses. */
    private Swap swap(SessionKey key, long version, StoredSession after) {
        Swap swap;
        try {
            swap = central.swap(key, version, after);
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
        Optional<String> newName = principal.of(after.attributes());
        if (!newName.equals(principal.of(before.attributes()))) {
            newName.ifPresent(name -> references.point(name, key, lifetimes.absoluteLifetime()));
        }
    }

    private void removeOldReference(SessionKey key, StoredSession before, StoredSession after) {
        Optional<String> oldName = principal.of(before.attributes());
        if (!oldName.equals(principal.of(after.attributes()))) {
            oldName.ifPresent(name -> removeReference(name, key));
        }
    }

    /** Writers that collided come back at different moments. */
    private static void letOthersFinish() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
    }

    /**
     * Records a use of the session if nobody has since it was due. Not published: a copy that knows of an earlier use is
     * still a true copy.
     */
    void touch(SessionKey key, Predicate<StoredSession> isDue) {
        Optional<Versioned> current = central.readLive(key);
        if (current.isPresent() && isDue.test(current.get().session())) {
            StoredSession touched = current.get().session().usedAt(clock.instant(), lifetimes.idleTimeout());
            central.swap(key, current.get().version(), touched); // whoever was faster has used the session too
        }
        local.forget(key); // the next read fetches the later deadline
    }

    boolean delete(SessionKey key) {
        Optional<Versioned> last = central.read(key);
        boolean existed = deleteAndPublish(key);
        last.flatMap(versioned -> principal.of(versioned.session().attributes()))
                .ifPresent(name -> removeReference(name, key));
        return existed;
    }

    /** Publishes even if the session was gone: an earlier attempt may have died before it published. */
    private boolean deleteAndPublish(SessionKey key) {
        boolean existed;
        try {
            existed = central.delete(key);
        } catch (WriteOutcomeUnknownException e) {
            publishIfPossible(key, e);
            throw e;
        }
        publish(key);
        return existed;
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

    /** A reference that is left over points to nothing and is seen through by whoever follows it. */
    private void removeReference(String name, SessionKey key) {
        try {
            references.removeIfPointingTo(name, key);
        } catch (TierUnavailableException e) {
            LOG.debug("A reference to session {} stays until it is overwritten: {}", key, e.getMessage());
        }
    }
}

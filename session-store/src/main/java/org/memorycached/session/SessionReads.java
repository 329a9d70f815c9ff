package org.memorycached.session;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.revocation.Stamp;

/** Finds sessions: in this process, in the local tier, then in the central one, which fills the other two. */
final class SessionReads {

    private final CentralSessions central;
    private final HeapCopies heap;
    private final LocalCopies local;
    private final PrincipalReferences references;
    private final PrincipalAttribute principal;
    private final Naming naming;
    private final CopyPolicy policy;
    private final Clock clock;
    private final SessionStoreObserver observer;
    private final SingleFlight<SessionKey, Optional<SessionCopy>> flights;

    SessionReads(
            CentralSessions central,
            HeapCopies heap,
            LocalCopies local,
            PrincipalReferences references,
            PrincipalAttribute principal,
            Naming naming,
            CopyPolicy policy,
            Clock clock,
            SessionStoreObserver observer) {
        this.central = central;
        this.heap = heap;
        this.local = local;
        this.references = references;
        this.principal = principal;
        this.naming = naming;
        this.policy = policy;
        this.clock = clock;
        this.observer = observer;
        this.flights = new SingleFlight<>(policy.lease());
    }

    Optional<Session> find(SessionId id) {
        Optional<Session> copy = heap.find(id, Duration.ZERO);
        if (copy != null) {
            observer.found(Level.HEAP);
            return copy;
        }
        return told(findBelowHeap(id, naming.keyOf(id)));
    }

    private Optional<Session> told(Optional<Session> found) {
        found.ifPresentOrElse(session -> observer.found(session.origin().level()), observer::missed);
        return found;
    }

    private Optional<Session> findBelowHeap(SessionId id, SessionKey key) {
        List<Follower> followers = central.followersOf(key);
        LocalCopies.Answer answer = local.read(key, followers, Duration.ZERO);
        if (answer instanceof LocalCopies.Hit hit) {
            return Optional.of(session(hit.copy(), Level.LOCAL, heap.put(id, hit.copy())));
        }
        OptionalLong rejected = ((LocalCopies.Miss) answer).rejected();
        try {
            Optional<SessionCopy> read = flights.join(key, () -> readAndFill(key, followers, rejected));
            return read.map(copy -> session(copy, Level.CENTRAL, heap.put(id, copy)));
        } catch (TierUnavailableException e) {
            return Optional.of(stale(id, key, followers).orElseThrow(() -> e));
        }
    }

    /** In an outage, where the application has chosen availability for a while. */
    private Optional<Session> stale(SessionId id, SessionKey key, List<Follower> followers) {
        Duration grace = policy.staleIfUnavailable();
        if (grace.isZero()) {
            return Optional.empty();
        }
        Optional<Session> copy = heap.find(id, grace);
        if (copy != null) {
            return copy;
        }
        return local.read(key, followers, grace) instanceof LocalCopies.Hit hit
                ? Optional.of(session(hit.copy(), Level.LOCAL, null))
                : Optional.empty();
    }

    /** Of many requests for one session at once, one asks the central tier. */
    private Optional<SessionCopy> readAndFill(SessionKey key, List<Follower> followers, OptionalLong rejectedCopy) {
        Stamp stamp = Stamp.now(followers); // before the read: what changes after it makes the copy a miss
        return readLive(key).map(found -> {
            local.fill(key, found.stored(), followers, stamp, rejectedCopy);
            return copy(key, found.session(), found.stored(), stamp, central.versions(found));
        });
    }

    private SessionCopy copy(
            SessionKey key, StoredSession session, EncodedSession stored, Stamp stamp, StoredVersions versions) {
        return new SessionCopy(key, session, stored.bytes().length, stamp, versions, clock.instant(), policy.maxAge());
    }

    /** Keeps a copy of a session that this node has just stored. */
    void keep(SessionId id, SessionKey key, StoredSession session, EncodedSession stored, Stamp stamp) {
        local.fill(key, stored, central.followersOf(key), stamp, OptionalLong.empty());
        heap.put(id, copy(key, session, stored, stamp, StoredVersions.UNKNOWN));
    }

    /**
     * Replaces the copies of a session that this node has read, or written without changing it, in the central tier.
     *
     * @param stamp taken before that
     */
    void refresh(Session old, StoredSession session, EncodedSession stored, Stamp stamp, StoredVersions versions) {
        SessionKey key = old.key();
        local.replace(key, stored, central.followersOf(key), stamp);
        HeapCopies.Slot slot = old.slot();
        if (slot != null) {
            slot.replace(copy(key, session, stored, stamp, versions));
        }
    }

    /** Lets go of this process's copy. Only housekeeping: followers reject it anyway. */
    void forget(SessionId id) {
        heap.forget(id);
    }

    /** What the central tier has, if it can be used. */
    Optional<StoredCopies> readLive(SessionKey key) {
        try {
            return central.readLive(key);
        } catch (TierUnavailableException e) {
            observer.unavailable(Level.CENTRAL);
            throw e;
        }
    }

    Optional<Session> findByPrincipal(String name) {
        requirePrincipal();
        // The reference may have outlived its session, or the session may have changed hands.
        return told(references.lookUp(name).stream()
                .map(key -> readLive(key).map(found -> justRead(key, found.session())))
                .flatMap(Optional::stream)
                .filter(session -> session.principal().filter(name::equals).isPresent())
                .max(Comparator.comparing(Session::createdAt)));
    }

    void requirePrincipal() {
        if (!principal.isConfigured()) {
            throw new IllegalStateException("Set the option principal to find sessions by it");
        }
    }

    /** The answer to whoever has just read or written this in the central tier. */
    Session justRead(SessionKey key, StoredSession stored) {
        SessionOrigin origin = new SessionOrigin(Level.CENTRAL, clock.instant(), null);
        return new Session(key, stored, origin, principal.of(stored.attributes()));
    }

    private Session session(SessionCopy copy, Level level, HeapCopies.@Nullable Slot slot) {
        SessionOrigin origin = new SessionOrigin(level, copy.readAt(), level == Level.CENTRAL ? null : copy.stamp());
        return new Session(copy, origin, principal.of(copy.session().attributes()), slot);
    }
}

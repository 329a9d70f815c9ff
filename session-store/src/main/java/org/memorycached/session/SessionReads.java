package org.memorycached.session;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.memorycached.session.CentralSessions.Versioned;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.codec.StoredSession;

/** Finds sessions: in the local tier, then in the central one, which fills the local one. */
final class SessionReads {

    private final CentralSessions central;
    private final LocalCopies local;
    private final PrincipalReferences references;
    private final PrincipalAttribute principal;
    private final Clock clock;
    private final SessionStoreObserver observer;

    SessionReads(
            CentralSessions central,
            LocalCopies local,
            PrincipalReferences references,
            PrincipalAttribute principal,
            Clock clock,
            SessionStoreObserver observer) {
        this.central = central;
        this.local = local;
        this.references = references;
        this.principal = principal;
        this.clock = clock;
        this.observer = observer;
    }

    Optional<Session> find(SessionKey key) {
        LocalCopies.Answer answer = local.read(key, central.followerOf(key));
        Optional<Session> found = answer instanceof LocalCopies.Hit hit
                ? Optional.of(session(key, hit.session(), new SessionOrigin(Level.LOCAL, hit.readAt())))
                : findInCentralTier(key, ((LocalCopies.Miss) answer).rejected());
        found.ifPresentOrElse(session -> observer.found(session.origin().level()), observer::missed);
        return found;
    }

    private Optional<Session> findInCentralTier(SessionKey key, OptionalLong rejectedCopy) {
        OptionalLong stamp = central.stamp(key); // before the read: what changes after it makes the copy a miss
        Optional<Versioned> found = readLive(key);
        found.ifPresent(versioned -> local.fill(key, versioned.session(), stamp, rejectedCopy));
        return found.map(versioned -> justRead(key, versioned.session()));
    }

    /** What the central tier has, if it can be used. */
    Optional<Versioned> readLive(SessionKey key) {
        try {
            return central.readLive(key);
        } catch (TierUnavailableException e) {
            observer.unavailable(Level.CENTRAL);
            throw e;
        }
    }

    Optional<Session> findByPrincipal(String name) {
        if (!principal.isConfigured()) {
            throw new IllegalStateException("Set the option principal to find sessions by it");
        }
        // The reference may have outlived its session, or the session may have changed hands.
        return references
                .lookUp(name)
                .flatMap(this::find)
                .filter(session -> session.principal().filter(name::equals).isPresent());
    }

    /** The answer to whoever has just read or written this in the central tier. */
    Session justRead(SessionKey key, StoredSession stored) {
        return session(key, stored, new SessionOrigin(Level.CENTRAL, clock.instant()));
    }

    private Session session(SessionKey key, StoredSession stored, SessionOrigin origin) {
        return new Session(key, stored, origin, principal.of(stored.attributes()));
    }
}

package org.memorycached.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.CentralSessions.Versioned;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.tier.CacheServer.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store: reads by way of the local tier, writes to the central one, and keeps the reverse references. */
final class TieredSessionStore implements SessionStore {

    private static final Logger LOG = LoggerFactory.getLogger(TieredSessionStore.class);

    /** In each round one writer wins, so this many writers at once are served. */
    private static final int MOST_SWAPS = 200;

    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    /** Two ids of 128 random bits do not collide; a third draw would mean that the generator is broken. */
    private static final int MOST_DRAWS = 3;

    private final CentralSessions central;
    private final LocalCopies local;
    private final PrincipalReferences references;
    private final PrincipalAttribute principal;
    private final Lifetimes lifetimes;
    private final boolean updateOnly;
    private final Touches touches;
    private final Clock clock;
    private final SessionStoreObserver observer;
    private final Runnable closing;
    private final SecureRandom random = new SecureRandom();

    TieredSessionStore(
            CentralSessions central,
            LocalCopies local,
            PrincipalReferences references,
            PrincipalAttribute principal,
            Lifetimes lifetimes,
            boolean updateOnly,
            Duration touchInterval,
            Clock clock,
            SessionStoreObserver observer,
            Runnable closing) {
        this.central = central;
        this.local = local;
        this.references = references;
        this.principal = principal;
        this.lifetimes = lifetimes;
        this.updateOnly = updateOnly;
        this.touches = new Touches(this::writeTouch, touchInterval, clock);
        this.clock = clock;
        this.observer = observer;
        this.closing = closing;
    }

    // ---------------------------------------------------------------- reading

    @Override
    public Optional<Session> find(SessionId id) {
        return find(SessionKey.of(id));
    }

    private Optional<Session> find(SessionKey key) {
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

    private Optional<Versioned> readLive(SessionKey key) {
        try {
            return central.readLive(key);
        } catch (TierUnavailableException e) {
            observer.unavailable(Level.CENTRAL);
            throw e;
        }
    }

    @Override
    public Optional<Session> findByPrincipal(String name) {
        if (!principal.isConfigured()) {
            throw new IllegalStateException("Set the option principal to find sessions by it");
        }
        // The reference may have outlived its session, or the session may have changed hands.
        return references
                .lookUp(name)
                .flatMap(this::find)
                .filter(session -> session.principal().filter(name::equals).isPresent());
    }

    // --------------------------------------------------------------- creating

    @Override
    public CreatedSession create(Map<String, ? extends @Nullable Object> attributes) {
        StoredSession stored = starting(attributes);
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            SessionId id = SessionId.random(random);
            SessionKey key = SessionKey.of(id);
            OptionalLong stamp = central.stamp(key);
            if (central.add(key, stored)) {
                pointReference(key, stored);
                local.fill(key, stored, stamp, OptionalLong.empty());
                return new CreatedSession(id, justRead(key, stored));
            }
        }
        throw new IllegalStateException("The random generator draws ids that exist already");
    }

    @Override
    public NewSession open() {
        SessionId id = SessionId.random(random);
        if (!updateOnly && !central.add(SessionKey.of(id), starting(Map.of()).asBooking())) {
            throw new IllegalStateException("The random generator drew an id that exists already");
        }
        return new OpenedSession(id);
    }

    private final class OpenedSession implements NewSession {

        private final SessionId id;

        private OpenedSession(SessionId id) {
            this.id = id;
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public Session save(Map<String, ? extends @Nullable Object> attributes) {
            SessionKey key = SessionKey.of(id);
            StoredSession stored = starting(attributes);
            boolean saved = updateOnly ? central.add(key, stored) : replaceBooking(key, stored);
            if (!saved) {
                throw new IllegalStateException("Session " + id + " was saved before, or is not booked any more");
            }
            pointReference(key, stored);
            return justRead(key, stored);
        }
    }

    private boolean replaceBooking(SessionKey key, StoredSession stored) {
        return central.read(key)
                .filter(found -> found.session().booked())
                .filter(found -> central.swap(key, found.version(), stored) == Swap.STORED)
                .isPresent();
    }

    private StoredSession starting(Map<String, ? extends @Nullable Object> attributes) {
        return StoredSession.startingAt(
                clock.instant(), lifetimes.idleTimeout(), lifetimes.absoluteLifetime(), principal.withMd5(attributes));
    }

    /** Without its reference a session could not be ended by its owner, so it is not left behind. */
    private void pointReference(SessionKey key, StoredSession stored) {
        try {
            principal
                    .of(stored.attributes())
                    .ifPresent(name -> references.point(name, key, lifetimes.absoluteLifetime()));
        } catch (TierUnavailableException e) {
            withdraw(key);
            throw e;
        }
    }

    private void withdraw(SessionKey key) {
        try {
            central.delete(key);
        } catch (TierUnavailableException e) {
            LOG.debug("A session that nobody has the id of stays until it expires: {}", e.getMessage());
        }
    }

    // --------------------------------------------------------------- changing

    @Override
    public Optional<Session> update(SessionId id, Consumer<Map<String, @Nullable Object>> change) {
        SessionKey key = SessionKey.of(id);
        for (int attempt = 0; attempt < MOST_SWAPS; attempt++) {
            Optional<Versioned> current = readLive(key);
            if (current.isEmpty()) {
                local.forget(key); // what is left of it here was not told yet that it ended
                return Optional.empty();
            }
            StoredSession before = current.get().session();
            StoredSession after = changed(before, change);
            Swap swap = swap(key, current.get().version(), after);
            if (swap == Swap.STORED) {
                moveReference(key, before, after);
                return Optional.of(justRead(key, after));
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

    private void moveReference(SessionKey key, StoredSession before, StoredSession after) {
        Optional<String> oldName = principal.of(before.attributes());
        Optional<String> newName = principal.of(after.attributes());
        if (!oldName.equals(newName)) {
            newName.ifPresent(name -> references.point(name, key, lifetimes.absoluteLifetime()));
            oldName.ifPresent(name -> removeReference(name, key));
        }
    }

    /** Writers that collided come back at different moments. */
    private static void letOthersFinish() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
    }

    @Override
    public void touch(Session session) {
        touches.touch(session);
    }

    /** Not published: a copy that knows of an earlier use is still a true copy. */
    private void writeTouch(SessionKey key) {
        Optional<Versioned> current = central.readLive(key);
        if (current.isPresent() && touches.isDue(current.get().session().lastUsedAt())) {
            StoredSession touched = current.get().session().usedAt(clock.instant(), lifetimes.idleTimeout());
            central.swap(key, current.get().version(), touched); // whoever was faster has used the session too
        }
        local.forget(key); // the next read fetches the later deadline
    }

    // ----------------------------------------------------------------- ending

    @Override
    public boolean delete(SessionId id) {
        SessionKey key = SessionKey.of(id);
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

    @Override
    public void close() {
        touches.close();
        closing.run();
    }

    private Session justRead(SessionKey key, StoredSession stored) {
        return session(key, stored, new SessionOrigin(Level.CENTRAL, clock.instant()));
    }

    private Session session(SessionKey key, StoredSession stored, SessionOrigin origin) {
        return new Session(key, stored, origin, principal.of(stored.attributes()));
    }
}

package org.memorycached.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.tier.CacheServer.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sessions, at once or by way of a booking, and their reverse references. */
final class SessionCreations {

    private static final Logger LOG = LoggerFactory.getLogger(SessionCreations.class);

    /** Two ids of 128 random bits do not collide; a third draw would mean that the generator is broken. */
    private static final int MOST_DRAWS = 3;

    private final CentralSessions central;
    private final LocalCopies local;
    private final PrincipalReferences references;
    private final PrincipalAttribute principal;
    private final SessionReads reads;
    private final Lifetimes lifetimes;
    private final boolean updateOnly;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SessionCreations(
            CentralSessions central,
            LocalCopies local,
            PrincipalReferences references,
            PrincipalAttribute principal,
            SessionReads reads,
            Lifetimes lifetimes,
            boolean updateOnly,
            Clock clock) {
        this.central = central;
        this.local = local;
        this.references = references;
        this.principal = principal;
        this.reads = reads;
        this.lifetimes = lifetimes;
        this.updateOnly = updateOnly;
        this.clock = clock;
    }

    CreatedSession create(Map<String, ? extends @Nullable Object> attributes) {
        StoredSession stored = starting(attributes);
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            SessionId id = SessionId.random(random);
            SessionKey key = SessionKey.of(id);
            OptionalLong stamp = central.stamp(key);
            if (central.add(key, stored)) {
                pointReference(key, stored);
                local.fill(key, stored, stamp, OptionalLong.empty());
                return new CreatedSession(id, reads.justRead(key, stored));
            }
        }
        throw new IllegalStateException("The random generator draws ids that exist already");
    }

    NewSession open() {
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
            return reads.justRead(key, stored);
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
            central.publish(key); // its id may be known since it was booked
        } catch (TierUnavailableException e) {
            LOG.debug("A session that nobody has the id of stays until it expires: {}", e.getMessage());
        }
    }
}

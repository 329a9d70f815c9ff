package org.memorycached.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.revocation.Stamp;
import org.memorycached.session.tier.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sessions, at once or by way of a booking, and enters them with their principals. */
final class SessionCreations {

    private static final Logger LOG = LoggerFactory.getLogger(SessionCreations.class);

    /** Two ids of 128 random bits do not collide; a third draw would mean that something is broken. */
    private static final int MOST_DRAWS = 3;

    private final CentralSessions central;
    private final PrincipalSessions principals;
    private final PrincipalAttribute principal;
    private final SessionReads reads;
    private final SessionChanges changes;
    private final Naming naming;
    private final Lifetimes lifetimes;
    private final boolean updateOnly;
    private final Clock clock;
    private final SecureRandom random;

    SessionCreations(
            CentralSessions central,
            PrincipalSessions principals,
            PrincipalAttribute principal,
            SessionReads reads,
            SessionChanges changes,
            Naming naming,
            Lifetimes lifetimes,
            boolean updateOnly,
            SecureRandom random,
            Clock clock) {
        this.central = central;
        this.principals = principals;
        this.principal = principal;
        this.reads = reads;
        this.changes = changes;
        this.naming = naming;
        this.lifetimes = lifetimes;
        this.updateOnly = updateOnly;
        this.random = random;
        this.clock = clock;
    }

    /** Two round trips: the session is stored while its principal's index is read, then both references are written. */
    CreatedSession create(Map<String, ? extends @Nullable Object> attributes, SessionClient client) {
        StoredSession stored = starting(attributes);
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            SessionId id = SessionId.random(random);
            SessionKey key = naming.keyOf(id);
            Stamp stamp = central.stamp(key);
            EncodedSession encoded = central.encode(key, stored, null);
            Reply<Boolean> add = central.sendAdd(key, stored, encoded);
            Optional<Registration> registration = principals.begin(key, stored, client);
            if (add.await()) {
                OverLimit overLimit = register(key, stored, registration);
                reads.keep(id, key, stored, encoded, stamp);
                return new CreatedSession(id, reads.justRead(key, stored), overLimit.told());
            }
        }
        throw idExists();
    }

    NewSession open() {
        SessionId id = SessionId.random(random);
        SessionKey key = naming.keyOf(id);
        if (!updateOnly) {
            StoredSession booking = starting(Map.of()).asBooking();
            if (!central.sendAdd(key, booking, central.encode(key, booking, null))
                    .await()) {
                throw idExists();
            }
        }
        return new OpenedSession(id, key);
    }

    /** Of the two causes the likely one comes first: the second name of a server finds what the first one stored. */
    private static IllegalStateException idExists() {
        return new IllegalStateException(
                "A new id exists already: the option servers names one server twice, by aliases"
                        + " such as localhost and 127.0.0.1, or the random generator is broken");
    }

    private final class OpenedSession implements NewSession {

        private final SessionId id;
        private final SessionKey key;

        private OpenedSession(SessionId id, SessionKey key) {
            this.id = id;
            this.key = key;
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public Session save(Map<String, ? extends @Nullable Object> attributes, SessionClient client) {
            StoredSession stored = starting(attributes);
            Optional<Registration> registration = principals.begin(key, stored, client);
            Reply<Boolean> write = updateOnly
                    ? central.sendAdd(key, stored, central.encode(key, stored, null))
                    : sendReplaceBooking(key, stored);
            if (!write.await()) {
                throw new IllegalStateException("Session " + id + " was saved before, or is not booked any more");
            }
            register(key, stored, registration);
            return reads.justRead(key, stored);
        }
    }

    private Reply<Boolean> sendReplaceBooking(SessionKey key, StoredSession stored) {
        return central.read(key)
                .filter(found -> found.session().booked())
                .map(found -> central.sendSwapOfBooking(key, found, stored.after(found.session())))
                .orElse(() -> false);
    }

    private StoredSession starting(Map<String, ? extends @Nullable Object> attributes) {
        return StoredSession.startingAt(
                clock.instant(), lifetimes.idleTimeout(), lifetimes.absoluteLifetime(), principal.withMd5(attributes));
    }

    /** A session that its owner could not find, and end, is not left behind. */
    private OverLimit register(SessionKey key, StoredSession stored, Optional<Registration> registration) {
        try {
            OverLimit overLimit = registration.map(Registration::complete).orElse(OverLimit.NOTHING);
            evict(overLimit.evicted());
            return overLimit;
        } catch (TierUnavailableException | SessionLimitException e) {
            withdraw(key, stored);
            throw e;
        }
    }

    private void evict(List<PrincipalSession> sessions) {
        changes.deleteAll(sessions.stream().map(PrincipalSession::key).toList());
    }

    private void withdraw(SessionKey key, StoredSession stored) {
        try {
            central.read(key).ifPresent(found -> central.end(key, found));
            central.publish(key); // its id may be known since it was booked
        } catch (TierUnavailableException e) {
            LOG.debug(
                    "A session of revision {} that nobody has the id of stays: {}", stored.revision(), e.getMessage());
        }
    }
}

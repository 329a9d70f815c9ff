package org.memorycached.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.SessionOrigin.Level;

/**
 * Copies of sessions in this process, decoded and immutable, served under the same rule as those of the local tier.
 *
 * <p>This is the hot path of one cookie check. They go by the id itself, which saves its hash, and each has its answer
 * ready, so that a hit waits for no lock and makes no garbage. Now and then one does what the cache has put off: a few
 * microseconds, and after a pause as long as removing what has expired takes.
 */
final class HeapCopies {

    /** What a copy takes beside its attributes, and how much more those take than their stored form. Both measured. */
    private static final int OVERHEAD = 1_000;

    private static final int BYTES_PER_STORED_BYTE = 3;

    /** The place of one session's copy, which a newer copy may take. */
    final class Slot {

        private volatile SessionCopy copy;
        private volatile Optional<Session> answer;

        private Slot(SessionCopy copy) {
            this.copy = copy;
            this.answer = answer(copy);
        }

        private Optional<Session> answer(SessionCopy of) {
            SessionOrigin origin = new SessionOrigin(Level.HEAP, of.readAt(), of.stamp());
            return Optional.of(new Session(of, origin, principal.of(of.session().attributes()), this));
        }

        SessionCopy copy() {
            return copy;
        }

        /** The answer first: a reader that sees the new copy's deadline may give the old answer, never the reverse. */
        void replace(SessionCopy newer) {
            answer = answer(newer);
            copy = newer;
        }
    }

    private final @Nullable Cache<SessionId, Slot> cache;
    private final PrincipalAttribute principal;
    private final Clock clock;

    /**
     * @param maxBytes how much memory the copies take, about; zero for none
     * @param maxAge how long a copy is served at most
     */
    HeapCopies(long maxBytes, Duration maxAge, PrincipalAttribute principal, Clock clock) {
        this.principal = principal;
        this.clock = clock;
        this.cache = maxBytes == 0
                ? null
                : Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .<SessionId, Slot>weigher((id, slot) -> weight(slot.copy))
                        .expireAfterAccess(maxAge)
                        .executor(Runnable::run) // waking another thread takes longer than what it would do
                        .build();
    }

    private static int weight(SessionCopy copy) {
        return OVERHEAD + BYTES_PER_STORED_BYTE * copy.size();
    }

    /** The session, if there is a copy that may be served; null if there is none. */
    @Nullable
    Optional<Session> find(SessionId id, Duration grace) {
        if (cache == null) {
            return null;
        }
        Slot slot = cache.getIfPresent(id);
        return slot != null && slot.copy.mayBeServed(clock.millis(), grace) ? slot.answer : null;
    }

    /** Keeps a copy; null if none are kept. */
    @Nullable
    Slot put(SessionId id, SessionCopy copy) {
        if (cache == null) {
            return null;
        }
        Slot slot = new Slot(copy);
        cache.put(id, slot);
        return slot;
    }

    void forget(SessionId id) {
        if (cache != null) {
            cache.invalidate(id);
        }
    }
}

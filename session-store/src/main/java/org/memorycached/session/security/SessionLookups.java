package org.memorycached.session.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.Session;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;

/**
 * Asks the store for the sessions of cookies, and bounds what well-formed ids that nobody ever gave out cost its
 * servers: in each second only so many from one address, and four times as many from all of them.
 *
 * <p>Whether an id is known shows only after the question. So each question about an id that is new here takes a permit
 * first and gives it back if there was a session: what stays taken until its second is over are the misses, and what is
 * being asked at the moment. An id whose session was found here lately needs no permit, so that users go on working
 * while somebody at the same address, or in front of the same proxy, is guessing.
 *
 * <p>There is no memory of misses: ids that are guessed at random do not repeat, so it would bound nothing, and it could
 * hide a session that has just been created. Nor does signing ({@code CookieKeys}) leave anything for this to do, but
 * that is an option.
 *
 * <p>Behind a proxy every client has the proxy's address, unless the container is told to believe the proxy's headers.
 * Thread-safe.
 */
final class SessionLookups {

    static final int UNKNOWN_IDS_PER_SECOND = 500;

    private static final int MOST_PER_SECOND = 1_000_000;
    private static final int TIMES_AS_MANY_FROM_ALL = 4;
    private static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_KNOWN_IDS = 10_000;
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);
    private static final String ALL = "all";

    private final SessionStore store;
    private final int limit;
    private final int limitOfAll;
    private final Cache<SessionId, Boolean> known;
    private final Cache<String, AtomicInteger> takenByAddress;
    private final Cache<String, AtomicInteger> takenByAll;

    /** @param ticker the time, in nanoseconds */
    SessionLookups(SessionStore store, int limit, Ticker ticker) {
        this.store = store;
        this.limit = checked(limit);
        this.limitOfAll = TIMES_AS_MANY_FROM_ALL * limit;
        this.known = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterAccess(KNOWN_FOR)
                .maximumSize(MOST_KNOWN_IDS)
                // Every request reads it: waking another thread takes longer than what that would do.
                .executor(Runnable::run)
                .build();
        this.takenByAddress = permits(ticker, MOST_ADDRESSES);
        this.takenByAll = permits(ticker, 1); // apart, where no crowd of addresses can push it out
    }

    static int checked(int limit) {
        if (limit < 1 || limit > MOST_PER_SECOND) {
            throw new InvalidOptionException(
                    "sso.unknownIdsPerSecond",
                    limit,
                    "allow 1 to " + MOST_PER_SECOND + "; users whose sessions ended need some");
        }
        return limit;
    }

    private static Cache<String, AtomicInteger> permits(Ticker ticker, int mostAddresses) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(WINDOW)
                .maximumSize(mostAddresses)
                .build();
    }

    /**
     * @param address where the question comes from
     * @throws TooManyUnknownIdsException if the store was not asked, because of too many unknown ids in this second
     * @throws org.memorycached.session.SessionUnavailableException if the store cannot tell
     */
    Optional<Session> find(SessionId id, String address) {
        return known.getIfPresent(id) != null ? findKnown(id) : findUnknown(id, address);
    }

    private Optional<Session> findKnown(SessionId id) {
        Optional<Session> found = store.find(id);
        if (found.isEmpty()) {
            known.invalidate(id);
        }
        return found;
    }

    private Optional<Session> findUnknown(SessionId id, String address) {
        AtomicInteger ofAddress = take(takenByAddress, address, limit);
        AtomicInteger ofAll = take(takenByAll, ALL, limitOfAll);
        boolean isMiss = false;
        try {
            Optional<Session> found = store.find(id);
            found.ifPresent(session -> known.put(id, true));
            isMiss = found.isEmpty();
            return found;
        } finally {
            if (!isMiss) { // an outage is nobody's guess either
                ofAddress.decrementAndGet();
                ofAll.decrementAndGet();
            }
        }
    }

    private static AtomicInteger take(Cache<String, AtomicInteger> permits, String of, int limit) {
        AtomicInteger taken = permits.get(of, name -> new AtomicInteger());
        if (taken.incrementAndGet() > limit) {
            taken.decrementAndGet();
            throw new TooManyUnknownIdsException("more than " + limit + " unknown session ids in a second");
        }
        return taken;
    }
}

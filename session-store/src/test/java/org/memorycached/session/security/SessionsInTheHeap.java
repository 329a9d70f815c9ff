package org.memorycached.session.security;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.http.Cookie;
import java.util.Map;
import java.util.Optional;
import org.memorycached.session.MutableClock;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.UnreliableServer;
import org.memorycached.session.web.SessionCookie;

/**
 * A store on one central server in the heap. Without a local tier it has no follower, so that each question to the
 * server is one that a request asked.
 */
final class SessionsInTheHeap {

    static final String COOKIE = "sso_session";

    final MutableClock clock = new MutableClock();
    final UnreliableServer server = new UnreliableServer(new HeapCacheServer("central:11211", clock));
    final SessionCookie cookie = new SessionCookie(COOKIE, null, null);
    final SessionStore store = SessionStore.builder()
            .servers("central:11211")
            .heapCopies(0)
            .connector(address -> server)
            .principal("uid")
            .clock(clock)
            .build();

    /** The cookie of a new session; what led to it is not counted. */
    Cookie signIn(Map<String, ?> attributes) {
        SessionId id = store.create(attributes).id();
        server.resetCounts();
        return new Cookie(COOKIE, id.value());
    }

    SessionAuthentication authentication() {
        return new SessionAuthentication(store, cookie, "roles", new SessionLookups(store, 500, Ticker.systemTicker()));
    }

    int reads() {
        return Optional.ofNullable(server.counts().get("get")).orElse(0);
    }
}

package org.memorycached.portal.refresh;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The users who have signed in here, or have asked this portal for a page, and may be signed in still. After a restart it
 * knows of users only as they come by; their sessions still end with their absolute lifetime.
 *
 * <p>Safe for use by many threads. Forgets whom {@link RoleRefresh} finds without a session, and beyond 100,000 users those
 * who come least: their roles are refreshed when they come again.
 */
@Component
public final class SignedInUsers {

    private static final int MOST_USERS = 100_000;

    /** Each with a mark of when they were noted last. */
    private final Cache<String, Object> noted =
            Caffeine.newBuilder().maximumSize(MOST_USERS).build();

    SignedInUsers() {}

    /** Notes somebody who has a session. */
    public void add(String uid) {
        noted.put(uid, new Object());
    }

    /** The users, and a mark of each that {@link #forget} asks for. */
    Map<String, Object> noted() {
        return new HashMap<>(noted.asMap());
    }

    /** Unless they were noted again since that mark: they may have signed in meanwhile. */
    void forget(String uid, Object mark) {
        noted.asMap().remove(uid, mark);
    }
}

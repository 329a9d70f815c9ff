package org.memorycached.portal.refresh;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Set;
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

    private final Cache<String, Boolean> uids =
            Caffeine.newBuilder().maximumSize(MOST_USERS).build();

    SignedInUsers() {}

    /** Notes somebody who has a session. */
    public void add(String uid) {
        uids.put(uid, true);
    }

    void forget(String uid) {
        uids.invalidate(uid);
    }

    Set<String> uids() {
        return Set.copyOf(uids.asMap().keySet());
    }
}

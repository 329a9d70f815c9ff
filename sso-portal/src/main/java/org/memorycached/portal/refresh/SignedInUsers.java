package org.memorycached.portal.refresh;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import org.memorycached.portal.users.UserSource;
import org.springframework.stereotype.Component;

/**
 * The users who have signed in here, or have asked this portal for a page, and may be signed in still.
 *
 * <p>It is kept in memory. A portal that starts takes all users of the configuration for signed in: to disable one is to
 * restart it. Of a directory's users, and of those whom the configuration has no more, it knows after a start only as they
 * come by; the sessions of others keep their roles, and end with their absolute lifetime at the latest.
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

    SignedInUsers(UserSource users) {
        users.names().forEach(this::add);
    }

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

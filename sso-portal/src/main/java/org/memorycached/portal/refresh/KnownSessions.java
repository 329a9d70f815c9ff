package org.memorycached.portal.refresh;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.memorycached.session.SessionId;
import org.springframework.stereotype.Component;

/**
 * The sessions that this portal has started, or has been asked for a page with. After a restart it knows of the older
 * ones only as they come by; each of them still ends with its absolute lifetime.
 *
 * <p>This is the one place that says which sessions a user has: a store that can list them would take it over. Safe for
 * use by many threads; forgets what {@link RoleRefresh} finds ended.
 */
@Component
public final class KnownSessions {

    private final Map<SessionId, String> uids = new ConcurrentHashMap<>();

    /** Notes a session that is alive. */
    public void add(SessionId id, String uid) {
        uids.put(id, uid);
    }

    void forget(SessionId id) {
        uids.remove(id);
    }

    Map<String, Set<SessionId>> byUid() {
        Map<String, Set<SessionId>> sessions = new HashMap<>();
        uids.forEach(
                (id, uid) -> sessions.computeIfAbsent(uid, u -> new HashSet<>()).add(id));
        return sessions;
    }
}

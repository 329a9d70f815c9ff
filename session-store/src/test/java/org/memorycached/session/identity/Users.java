package org.memorycached.session.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.memorycached.session.SessionStore;
import org.memorycached.session.security.SsoPrincipal;
import org.memorycached.session.tier.HeapCacheServer;

/** Users who are signed in, as a store knows them. */
final class Users {

    private Users() {}

    static SsoPrincipal user(Map<String, ?> attributes) {
        try (SessionStore store = SessionStore.builder()
                .servers("central:11211")
                .connector(address -> new HeapCacheServer("central", Clock.systemUTC()))
                .principal("uid")
                .build()) {
            return new SsoPrincipal(
                    (String) attributes.get("uid"), store.create(attributes).session(), Duration.ZERO);
        }
    }
}

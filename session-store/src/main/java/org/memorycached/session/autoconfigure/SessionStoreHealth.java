package org.memorycached.session.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.memorycached.session.SessionStore;
import org.memorycached.session.StoreStatus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the session store: down without any central server, else up. What is not as it should be but costs nobody
 * their session, such as a local tier that is lost or one of two central servers, is told in the details: a node is
 * ready all the same, and taking it out of service would help nobody.
 */
final class SessionStoreHealth extends AbstractHealthIndicator {

    private final SessionStore store;

    SessionStoreHealth(SessionStore store) {
        super("The session store's health could not be told");
        this.store = store;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        StoreStatus status = store.status();
        builder.status(status.isAvailable() ? Status.UP : Status.DOWN);
        status.central().forEach(server -> builder.withDetail("central " + server.name(), details(server)));
        status.local()
                .forEach(server -> builder.withDetail(
                        "local " + server.name(), Map.of("status", server.answers() ? "up" : "down")));
    }

    private static Map<String, Object> details(StoreStatus.Central server) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", server.answers() ? "up" : "down");
        details.put("following", server.feed().isFollowing());
        if (server.missedWrites()) {
            details.put(
                    "warning",
                    "missed writes while it was away: they are brought to it, or it is emptied if nobody has them");
        } else if (server.answers() && !server.complete()) {
            details.put("warning", "is being filled with the sessions that belong on it");
        } else if (server.evictions() > 0) {
            details.put(
                    "warning",
                    "too little memory: " + server.evictions() + " entries were thrown away that were still valid");
        }
        return details;
    }
}

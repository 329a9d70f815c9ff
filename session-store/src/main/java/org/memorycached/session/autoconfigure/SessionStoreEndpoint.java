package org.memorycached.session.autoconfigure;

import org.memorycached.session.SessionStore;
import org.memorycached.session.StoreStatus;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/sessionstore}: how the servers are, and how far this node follows what changes on them. */
@Endpoint(id = "sessionstore")
final class SessionStoreEndpoint {

    private final SessionStore store;

    SessionStoreEndpoint(SessionStore store) {
        this.store = store;
    }

    @ReadOperation
    public StoreStatus status() {
        return store.status();
    }
}

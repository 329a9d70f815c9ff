package org.memorycached.e2e.embedded;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionStoreBuilder;
import org.memorycached.session.SessionStoreContract;
import org.memorycached.session.testing.FreePort;

/** The session store keeps its contract on embedded servers. */
class EmbeddedSessionStoreTest extends SessionStoreContract {

    private static EmbeddedMemcached memcached;
    private static EmbeddedServer central1;
    private static EmbeddedServer central2;
    private static EmbeddedServer local;

    @BeforeAll
    static void start() {
        memcached = new EmbeddedMemcached();
        central1 = memcached.start(FreePort.next());
        central2 = memcached.start(FreePort.next());
        local = memcached.start(FreePort.next());
    }

    @AfterAll
    static void stop() {
        memcached.close();
    }

    @Override
    protected SessionStoreBuilder builder() {
        return SessionStore.builder()
                .servers(central1.address(), central2.address())
                .local(local.address());
    }
}

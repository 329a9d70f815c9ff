package org.memorycached.session;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;

@RequiresRealMemcached
class RealMemcachedSessionStoreTest extends SessionStoreContract {

    private static MemcachedInstance central1;
    private static MemcachedInstance central2;
    private static MemcachedInstance local;

    @BeforeAll
    static void start() {
        central1 = RealMemcached.start();
        central2 = RealMemcached.start();
        local = RealMemcached.start();
    }

    @AfterAll
    static void stop() {
        central1.close();
        central2.close();
        local.close();
    }

    @Override
    protected SessionStoreBuilder builder() {
        return SessionStore.builder()
                .servers(central1.address(), central2.address())
                .local(local.address());
    }
}

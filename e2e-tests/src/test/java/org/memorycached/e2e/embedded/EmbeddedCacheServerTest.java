package org.memorycached.e2e.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.memorycached.session.testing.FreePort;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.CacheServerContract;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.ServerAddress;

/** The embedded server keeps the contract that memcached keeps. */
class EmbeddedCacheServerTest extends CacheServerContract {

    private static EmbeddedMemcached memcached;
    private static ServerAddress address;

    private final CacheServer server = new MemcachedConnector(
                    new MemcachedSettings(MemcachedSettings.Protocol.BINARY, Duration.ofSeconds(1)))
            .connect(address);

    @BeforeAll
    static void start() {
        memcached = new EmbeddedMemcached();
        address = ServerAddress.parse(memcached.start(FreePort.next()).address());
    }

    @AfterAll
    static void stop() {
        memcached.close();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected CacheServer server() {
        return server;
    }

    @Override
    protected void letPass(Duration duration) {
        LockSupport.parkNanos(duration.toNanos()); // the server's own clock cannot be moved
    }
}

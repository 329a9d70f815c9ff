package org.memorycached.e2e.embedded;

import java.util.ArrayList;
import java.util.List;
import org.infinispan.configuration.global.GlobalConfiguration;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.manager.DefaultCacheManager;

/**
 * The memcached-protocol servers of one JVM. They share Infinispan's machinery, which takes most of the time to start,
 * but not their data. For use by one thread.
 */
public final class EmbeddedMemcached implements AutoCloseable {

    private final DefaultCacheManager caches = new DefaultCacheManager(quiet());
    private final List<EmbeddedServer> servers = new ArrayList<>();

    /**
     * Starts one more server, empty, on 127.0.0.1.
     *
     * @param port the port to listen on
     * @throws RuntimeException if the port cannot be opened
     */
    public EmbeddedServer start(int port) {
        EmbeddedServer server = new EmbeddedServer(caches, port);
        servers.add(server);
        server.start();
        return server;
    }

    /** Ends all servers. */
    @Override
    public void close() {
        servers.forEach(EmbeddedServer::close);
        caches.stop();
    }

    private static GlobalConfiguration quiet() {
        GlobalConfigurationBuilder configuration = new GlobalConfigurationBuilder().nonClusteredDefault();
        // Whoever embeds the servers closes them; nothing is kept on disk that would have to be saved.
        configuration.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
        configuration.globalState().disable();
        configuration.metrics().gauges(false);
        return configuration.build();
    }
}

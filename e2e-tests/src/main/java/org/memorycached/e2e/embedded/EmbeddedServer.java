package org.memorycached.e2e.embedded;

import io.netty.channel.ChannelInboundHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.infinispan.commons.api.CacheContainerAdmin.AdminFlag;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.server.memcached.MemcachedServer;
import org.infinispan.server.memcached.configuration.MemcachedProtocol;
import org.infinispan.server.memcached.configuration.MemcachedServerConfiguration;
import org.infinispan.server.memcached.configuration.MemcachedServerConfigurationBuilder;
import org.jspecify.annotations.Nullable;

/** One memcached-protocol server with a cache of its own. For use by one thread. */
public final class EmbeddedServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final EmbeddedCacheManager caches;
    private final int port;
    private @Nullable MemcachedServer running;

    EmbeddedServer(EmbeddedCacheManager caches, int port) {
        this.caches = caches;
        this.port = port;
    }

    /** {@code 127.0.0.1:port}; stays the same over {@link #stop} and {@link #start}. */
    public String address() {
        return HOST + ":" + port;
    }

    /**
     * Starts it, empty, if it does not run. Returns after it has answered.
     *
     * @throws RuntimeException if the port cannot be opened
     */
    public void start() {
        if (running == null) {
            caches.administration()
                    .withFlags(AdminFlag.VOLATILE)
                    .createCache(address(), new ConfigurationBuilder().build());
            MemcachedServer server = new CountingServer();
            server.start(configuration(), caches);
            running = server;
            answerFirstCommands();
        }
    }

    /** Ends it if it runs: connections break, nothing listens any more, the data is gone. */
    public void stop() {
        if (running != null) {
            running.stop();
            running = null;
            caches.administration().removeCache(address());
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void answerFirstCommands() {
        try {
            FirstCommands.send(HOST, port);
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded server at " + address() + " does not answer", e);
        }
    }

    private MemcachedServerConfiguration configuration() {
        return new MemcachedServerConfigurationBuilder()
                .name(address())
                .host(HOST)
                .port(port)
                .protocol(MemcachedProtocol.BINARY)
                .defaultCacheName(address())
                .build();
    }

    private static final class CountingServer extends MemcachedServer {

        @Override
        public ChannelInboundHandler getDecoder() {
            return new CounterDecoder(this);
        }
    }
}

package org.memorycached.session.tier;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionObserver;
import net.spy.memcached.FailureMode;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.ops.ArrayOperationQueueFactory;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.TierUnavailableException;

/**
 * A spymemcached client for one server that is replaced when it is beyond help. The client reconnects by itself after
 * an outage, but not when its host name did not resolve at first, or when its I/O thread died of an Error.
 */
final class ReconnectingClient implements AutoCloseable {

    /** Trips after so many timeouts in a row: calls fail at once until the server answers again. */
    private static final int TIMEOUTS_UNTIL_DISCONNECT = 5;

    /** Bounds what waits for a stopped server; the client's own queues have no bound. */
    private static final int QUEUE_LENGTH = 16_384;

    private static final Duration QUEUE_FULL_WAIT = Duration.ofMillis(10);
    private static final Duration MOST_RECONNECT_DELAY = Duration.ofSeconds(1);
    private static final long NANOS_BETWEEN_REBUILDS = Duration.ofSeconds(1).toNanos();

    private final ServerAddress address;
    private final MemcachedSettings settings;
    private final ExecutorService listeners;
    private final ReentrantLock rebuilding = new ReentrantLock();

    private volatile @Nullable MemcachedClient client;
    private volatile boolean closed;
    private long lastBuiltAt;

    ReconnectingClient(ServerAddress address, MemcachedSettings settings) {
        this.address = address;
        this.settings = settings;
        this.listeners = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "memcached-listeners-" + address);
            thread.setDaemon(true);
            return thread;
        });
        this.lastBuiltAt = System.nanoTime() - NANOS_BETWEEN_REBUILDS;
    }

    /**
     * The client to use now.
     *
     * @throws TierUnavailableException if there is none and it is not time to try again
     */
    MemcachedClient get() {
        MemcachedClient current = client;
        return current != null && current.getConnection().isAlive() ? current : rebuild();
    }

    /** One thread builds, at most once a second; the others are told at once that the server is unavailable. */
    private MemcachedClient rebuild() {
        if (!rebuilding.tryLock()) {
            throw new TierUnavailableException(address + " is being connected");
        }
        try {
            if (closed) {
                throw new TierUnavailableException("The connection to " + address + " is closed");
            }
            long now = System.nanoTime();
            if (now - lastBuiltAt < NANOS_BETWEEN_REBUILDS) {
                throw new TierUnavailableException(address + " could not be connected a moment ago");
            }
            lastBuiltAt = now;
            shutDown(client);
            MemcachedClient built = build();
            client = built;
            if (closed) { // meanwhile
                shutDown(built);
                throw new TierUnavailableException("The connection to " + address + " is closed");
            }
            return built;
        } finally {
            rebuilding.unlock();
        }
    }

    private MemcachedClient build() {
        InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
        if (socket.isUnresolved()) {
            throw new TierUnavailableException("The name of " + address + " does not resolve");
        }
        CountDownLatch connected = new CountDownLatch(1);
        try {
            return awaitConnection(new CasClient(connectionFactory(connected), socket), connected);
        } catch (IOException e) {
            throw new TierUnavailableException("No connection to " + address, e);
        }
    }

    /**
     * Until the connection stands, a client in Cancel mode fails most calls. A server that is down is no reason to fail
     * here: the client goes on trying.
     */
    private MemcachedClient awaitConnection(MemcachedClient built, CountDownLatch connected) {
        try {
            boolean ignored = connected.await(settings.operationTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return built;
        } catch (InterruptedException e) {
            built.shutdown(); // nobody else knows of it
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("Interrupted while connecting to " + address, e);
        }
    }

    private ConnectionFactory connectionFactory(CountDownLatch connected) {
        return new ConnectionFactoryBuilder()
                .setProtocol(
                        settings.protocol() == MemcachedSettings.Protocol.BINARY
                                ? ConnectionFactoryBuilder.Protocol.BINARY
                                : ConnectionFactoryBuilder.Protocol.TEXT)
                .setFailureMode(FailureMode.Cancel)
                .setOpTimeout(settings.operationTimeout().toMillis())
                .setTimeoutExceptionThreshold(TIMEOUTS_UNTIL_DISCONNECT)
                .setOpQueueMaxBlockTime(QUEUE_FULL_WAIT.toMillis())
                .setOpQueueFactory(new ArrayOperationQueueFactory(QUEUE_LENGTH))
                .setReadOpQueueFactory(new ArrayOperationQueueFactory(QUEUE_LENGTH))
                .setWriteOpQueueFactory(new ArrayOperationQueueFactory(QUEUE_LENGTH))
                .setMaxReconnectDelay(MOST_RECONNECT_DELAY.toSeconds())
                .setDaemon(true)
                .setUseNagleAlgorithm(false)
                .setListenerExecutorService(listeners)
                .setInitialObservers(List.of(new CountDownOnConnection(connected)))
                .build();
    }

    @Override
    public void close() {
        closed = true;
        shutDown(client);
        listeners.shutdownNow();
    }

    private static void shutDown(@Nullable MemcachedClient old) {
        if (old != null) {
            old.shutdown();
        }
    }

    private record CountDownOnConnection(CountDownLatch connected) implements ConnectionObserver {
        @Override
        public void connectionEstablished(SocketAddress server, int reconnectCount) {
            connected.countDown();
        }

        @Override
        public void connectionLost(SocketAddress server) {
            // the client reconnects by itself
        }
    }
}

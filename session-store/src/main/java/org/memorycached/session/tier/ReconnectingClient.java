package org.memorycached.session.tier;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionObserver;
import net.spy.memcached.FailureMode;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.ops.ArrayOperationQueueFactory;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.TierUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A spymemcached client for one server that is replaced when it is beyond help. The client reconnects by itself after
 * an outage, but not when its host name did not resolve at first, or names another address now, or when its I/O thread
 * died of an Error. And it does so in its own time: it lets a second pass before it connects again, and leaves to the
 * operating system when a connection that nobody takes is tried once more, which takes longer each time. So a client
 * whose connection is in doubt is replaced by one that has a connection, and kept until there is one. Nobody who asks the
 * server waits for that: a thread of its own does it.
 *
 * <p>How soon a changed name is seen is also up to the JVM, which keeps what a name resolved to for 30 seconds, and that
 * it did not resolve for 10, unless {@code networkaddress.cache.ttl} and {@code networkaddress.cache.negative.ttl} say
 * otherwise. They hold for the whole process, so a library leaves them to whoever starts it.
 */
final class ReconnectingClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReconnectingClient.class);

    /**
     * The client never gives up a connection by itself: a server that comes back in the second that the client would be
     * without one would not be found. See {@link #doubtConnection}.
     */
    private static final int NO_DISCONNECT = Integer.MAX_VALUE;

    /** For a server that has somebody else check the password. */
    private static final Duration SIGN_IN_PATIENCE = Duration.ofSeconds(3);

    /**
     * Bounds what waits to be sent to a stopped server. What was sent and waits for its answer must not have such a bound:
     * where the client's queue for that is full it loses count of whose answer comes next. The sockets' buffers bound it,
     * and {@link Silence}.
     */
    private static final int QUEUE_LENGTH = 16_384;

    private static final Duration QUEUE_FULL_WAIT = Duration.ofMillis(10);
    private static final Duration MOST_RECONNECT_DELAY = Duration.ofSeconds(1);
    private static final long NANOS_BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();

    /** For the client to connect by itself. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    /** What a server's name stands for now. */
    interface Resolver {

        /** All its addresses, the best first. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final ServerAddress address;
    private final MemcachedSettings settings;
    private final Admission admission;
    private final Resolver resolver;
    private final ExecutorService listeners;
    private final ExecutorService rebuilder;
    private final AtomicLong lastLookAt;

    /** When the thread that looks first saw the client without a connection; null while it has one. */
    private @Nullable Long disconnectedSince;

    private volatile @Nullable Connected connected;
    private volatile boolean closed;

    /** A client, the address it talks to, and what signs it in, if the server asks for that. */
    private record Connected(
            OneServerClient client,
            InetAddress to,
            @Nullable SaslSignIn signIn) {

        boolean isAlive() {
            return client.getConnection().isAlive();
        }

        boolean isUsable() {
            return isAlive() && client.isConnected() && isLetIn();
        }

        boolean isLetIn() {
            return signIn == null || signIn.isAccepted();
        }

        boolean isStuck() {
            return signIn != null && signIn.isStuck();
        }

        void askAgainIfRefused() {
            if (signIn != null) {
                signIn.askAgainIfRefused();
            }
        }
    }

    ReconnectingClient(ServerAddress address, MemcachedSettings settings) {
        this(address, settings, InetAddress::getAllByName);
    }

    ReconnectingClient(ServerAddress address, MemcachedSettings settings, Resolver resolver) {
        this.address = address;
        this.settings = settings;
        this.admission = new Admission(address);
        this.resolver = resolver;
        this.listeners = daemon("memcached-listeners-" + address);
        this.rebuilder = daemon("memcached-connection-" + address);
        this.lastLookAt = new AtomicLong(System.nanoTime() - NANOS_BETWEEN_LOOKS);
    }

    private static ExecutorService daemon(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Connects for the first time.
     *
     * @throws TierUnavailableException if there is no client yet; {@link #get} tries again
     */
    void connect() {
        rebuild();
    }

    /**
     * The client to use now.
     *
     * @throws TierUnavailableException if there is none; another is being made
     */
    MemcachedClient get() {
        Connected current = connected;
        if (current != null && current.isAlive() && current.isLetIn()) {
            return current.client();
        }
        lookSoon();
        boolean isConnected =
                current != null && current.isAlive() && current.client().isConnected();
        throw new TierUnavailableException(isConnected ? admission.reason() : address + " is not connected");
    }

    /** To be called when the server does nothing for this client because it has not signed in. */
    void signInWanted() {
        if (settings.credentials() == null) {
            admission.wanted();
        }
    }

    /** To be called when the server does not answer: its name may stand for another address by now. Returns at once. */
    void doubtAddress() {
        lookSoon();
    }

    /**
     * To be called when the server has not answered for so long that the connection may be broken without knowing it.
     * Returns at once. The server may as well be frozen: the new connection is as silent then, and is answered as soon as
     * the server goes on.
     *
     * @param isSilent whether the server has not answered since; the connection stays if it has
     */
    void doubtConnection(BooleanSupplier isSilent) {
        Connected doubted = connected;
        inBackground(() -> replace(doubted, isSilent));
    }

    /** At most once a second. */
    private void lookSoon() {
        long last = lastLookAt.get();
        long now = System.nanoTime();
        if (now - last >= NANOS_BETWEEN_LOOKS && !closed && lastLookAt.compareAndSet(last, now)) {
            inBackground(this::look);
        }
    }

    private void inBackground(Runnable attempt) {
        try {
            rebuilder.execute(() -> orLater(attempt));
        } catch (RejectedExecutionException e) {
            LOG.debug("The connection to {} was closed meanwhile", address);
        }
    }

    private void orLater(Runnable attempt) {
        try {
            attempt.run();
        } catch (TierUnavailableException e) {
            LOG.debug("{} is tried again: {}", address, e.getMessage());
        }
    }

    private void look() {
        Connected current = connected;
        if (current == null || !current.isAlive() || current.isStuck() || hasMovedFrom(current.to())) {
            rebuild();
        } else if (isWithoutConnectionForLong(current)) {
            replace(current, () -> !current.client().isConnected());
        } else {
            current.askAgainIfRefused();
        }
    }

    private boolean isWithoutConnectionForLong(Connected current) {
        if (current.client().isConnected()) {
            disconnectedSince = null;
            return false;
        }
        long now = System.nanoTime();
        if (disconnectedSince == null) {
            disconnectedSince = now;
        }
        return now - disconnectedSince > PATIENCE_NANOS;
    }

    private boolean hasMovedFrom(InetAddress known) {
        try {
            return !Arrays.asList(resolver.resolve(address.host())).contains(known);
        } catch (UnknownHostException e) {
            return false; // where it was is the best guess
        }
    }

    private synchronized void rebuild() {
        Connected built = build();
        Connected old = connected;
        connected = built;
        shutDown(old);
        if (closed) { // meanwhile
            shutDown(built);
        }
    }

    /** A client whose connection stands takes the place of one that is in doubt, and still is when it stands. */
    private synchronized void replace(@Nullable Connected doubted, BooleanSupplier isInDoubt) {
        if (!Objects.equals(connected, doubted) || !isInDoubt.getAsBoolean()) {
            return;
        }
        Connected built = build();
        if (!built.isUsable() || !isInDoubt.getAsBoolean()) {
            shutDown(built);
            return;
        }
        connected = built;
        disconnectedSince = null;
        if (closed) { // meanwhile
            shutDown(built);
        }
        shutDown(doubted); // for a while nobody has waited for its answers
    }

    private Connected build() {
        CountDownLatch established = new CountDownLatch(1);
        try {
            InetAddress to = resolver.resolve(address.host())[0];
            return connectTo(to, established);
        } catch (UnknownHostException e) {
            throw new TierUnavailableException("The name of " + address + " does not resolve", e);
        } catch (IOException e) {
            throw new TierUnavailableException("No connection to " + address, e);
        }
    }

    private Connected connectTo(InetAddress to, CountDownLatch established) throws IOException {
        InetSocketAddress socket = new InetSocketAddress(to, address.port());
        Credentials credentials = settings.credentials();
        if (credentials == null) {
            FreshStart freshStart = new FreshStart(established);
            OneServerClient client = new OneServerClient(connectionFactory(freshStart), socket);
            freshStart.use(client);
            return new Connected(awaitConnection(client, established), to, null);
        }
        SaslSignIn signIn = new SaslSignIn(credentials, admission, SIGN_IN_PATIENCE, established::countDown);
        OneServerClient client = new OneServerClient(connectionFactory(signIn), socket);
        signIn.use(client);
        return new Connected(awaitConnection(client, established), to, signIn);
    }

    /**
     * Until the connection stands, a client in Cancel mode fails most calls. A server that is down is no reason to fail
     * here: the client goes on trying.
     */
    private OneServerClient awaitConnection(OneServerClient built, CountDownLatch established) {
        try {
            boolean ignored = established.await(settings.operationTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return built;
        } catch (InterruptedException e) {
            built.shutdown(); // nobody else knows of it
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("Interrupted while connecting to " + address, e);
        }
    }

    private ConnectionFactory connectionFactory(ConnectionObserver observer) {
        return new ConnectionFactoryBuilder()
                .setProtocol(
                        settings.protocol() == MemcachedSettings.Protocol.BINARY
                                ? ConnectionFactoryBuilder.Protocol.BINARY
                                : ConnectionFactoryBuilder.Protocol.TEXT)
                .setFailureMode(FailureMode.Cancel)
                .setOpTimeout(settings.operationTimeout().toMillis())
                .setTimeoutExceptionThreshold(NO_DISCONNECT)
                .setOpQueueMaxBlockTime(QUEUE_FULL_WAIT.toMillis())
                .setOpQueueFactory(new ArrayOperationQueueFactory(QUEUE_LENGTH))
                .setWriteOpQueueFactory(new ArrayOperationQueueFactory(QUEUE_LENGTH))
                .setMaxReconnectDelay(MOST_RECONNECT_DELAY.toSeconds())
                .setDaemon(true)
                .setUseNagleAlgorithm(false)
                .setListenerExecutorService(listeners)
                .setInitialObservers(List.of(observer))
                .build();
    }

    @Override
    public void close() {
        closed = true;
        rebuilder.shutdownNow();
        shutDown(connected);
        listeners.shutdownNow();
    }

    private static void shutDown(@Nullable Connected old) {
        if (old != null) {
            old.client().shutdown();
        }
    }

    /**
     * A connection begins with nothing that an earlier one has left over. The client would send a question again that was
     * half sent when the connection was lost, but not count it as one that has an answer coming: the next question would
     * get its answer, and each one after it the answer before its own.
     */
    private static final class FreshStart implements ConnectionObserver {

        private final CountDownLatch established;

        /** Null until it is made: nothing is left over then. */
        private volatile @Nullable OneServerClient client;

        FreshStart(CountDownLatch established) {
            this.established = established;
        }

        void use(OneServerClient made) {
            client = made;
        }

        @Override
        public void connectionEstablished(SocketAddress server, int reconnectCount) {
            forgetUnsent();
            established.countDown();
        }

        /** Who waits for what was half sent need not wait for the next connection. */
        @Override
        public void connectionLost(SocketAddress server) {
            forgetUnsent();
        }

        private void forgetUnsent() {
            OneServerClient known = client;
            if (known != null) {
                known.forgetUnsent();
            }
        }
    }
}

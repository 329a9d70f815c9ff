package org.memorycached.session.tier;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.internal.OperationFuture;
import net.spy.memcached.ops.OperationException;
import net.spy.memcached.ops.StatusCode;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.WriteOutcomeUnknownException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A memcached server behind spymemcached.
 *
 * <p>The client says "no" in many ways: null, false, a status, four kinds of exception. Here each becomes one of the
 * three outcomes of {@link CacheServer}. Reads go through {@code gets} even where the version is not needed, because
 * the client decodes its answer on the I/O thread, while {@code get} hands it to one more thread.
 */
final class MemcachedServer implements CacheServer {

    private static final Logger LOG = LoggerFactory.getLogger(MemcachedServer.class);

    /** In the text protocol a negative expiry means "at once". */
    private static final int EXPIRED = -1;

    private static final Value NOTHING = Value.of(new byte[0]);

    private static final Set<StatusCode> ADD_REFUSED = Set.of(StatusCode.ERR_EXISTS, StatusCode.ERR_NOT_STORED);
    private static final Set<StatusCode> TOUCH_REFUSED = Set.of(StatusCode.ERR_NOT_FOUND);
    private static final Set<StatusCode> DELETE_REFUSED = Set.of(StatusCode.ERR_NOT_FOUND, StatusCode.ERR_EXISTS);

    private final ServerAddress address;
    private final String name;
    private final MemcachedSettings settings;
    private final ReconnectingClient client;
    private final Silence silence = new Silence(System.nanoTime());
    private final Probe probe;
    private final Clock clock = Clock.systemUTC();
    private final AtomicBoolean versionsMissed = new AtomicBoolean();
    private volatile boolean closed;

    MemcachedServer(ServerAddress address, MemcachedSettings settings) {
        this(address, settings, new ReconnectingClient(address, settings));
    }

    MemcachedServer(ServerAddress address, MemcachedSettings settings, ReconnectingClient client) {
        this.address = address;
        this.name = address.toString(); // once: each read of a copy asks for it
        this.settings = settings;
        this.client = client;
        this.probe =
                new Probe(settings.operationTimeout(), this::isBack, () -> client.doubtConnection(silence::isSilent));
        connectNow();
    }

    private void connectNow() {
        try {
            client.connect();
        } catch (TierUnavailableException e) {
            LOG.warn("Starting without a memcached server: {}", e.getMessage());
        }
    }

    private void isBack() {
        if (silence.ended(System.nanoTime())) {
            LOG.info("{} answers again", address);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reply<Optional<VersionedValue>> sendGet(String key) {
        return send("get", c -> c.asyncGets(key, RawBytes.INSTANCE), TierUnavailableException::new, this::found);
    }

    private Optional<VersionedValue> found(OperationFuture<CASValue<Value>> read, @Nullable CASValue<Value> answer) {
        if (answer != null) {
            requireVersion(answer);
            Value value = answer.getValue();
            return Optional.of(new VersionedValue(value.bytes(), value.flags(), answer.getCas()));
        }
        StatusCode status = read.getStatus().getStatusCode();
        if (status == StatusCode.SUCCESS || status == StatusCode.ERR_NOT_FOUND) {
            return Optional.empty();
        }
        throw refused("get", read);
    }

    /** memcached -C has none: of two writers each would store, and a late one over the end of a session. */
    private void requireVersion(CASValue<Value> answer) {
        if (answer.getCas() == NO_VERSION) {
            if (!versionsMissed.getAndSet(true)) {
                LOG.error(
                        "{} keeps no versions of its entries: start it without memcached's -C (--disable-cas). It counts as unavailable until then",
                        address);
            }
            throw new TierUnavailableException(address + " keeps no versions of its entries (memcached -C)");
        }
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        // Sent without waiting in between, so that the answers share a round trip. The client's own getBulk answers
        // with a part of the values, as if the rest did not exist, when the server does not answer in time.
        Map<String, Reply<Optional<VersionedValue>>> replies = new LinkedHashMap<>();
        keys.forEach(key -> replies.put(key, sendGet(key)));
        Map<String, byte[]> found = new HashMap<>();
        replies.forEach((key, reply) -> reply.await().ifPresent(value -> found.put(key, value.bytes())));
        return found;
    }

    @Override
    public Reply<Boolean> sendSet(String key, Value value, Duration timeToLive) {
        int expiry = Expiry.of(timeToLive, clock);
        return sendWrite("set", c -> c.set(key, expiry, value, RawBytes.INSTANCE), Set.of());
    }

    @Override
    public Reply<Boolean> sendAdd(String key, Value value, Duration timeToLive) {
        int expiry = Expiry.of(timeToLive, clock);
        return sendWrite("add", c -> c.add(key, expiry, value, RawBytes.INSTANCE), ADD_REFUSED);
    }

    @Override
    public Reply<Swapped> sendSwap(String key, long version, Value value, Duration timeToLive) {
        return sendSwap(key, version, value, Expiry.of(timeToLive, clock));
    }

    private Reply<Swapped> sendSwap(String key, long version, Value value, int expiry) {
        return send(
                "cas",
                c -> c.asyncCAS(key, version, expiry, value, RawBytes.INSTANCE),
                WriteOutcomeUnknownException::new,
                this::swapped);
    }

    private Swapped swapped(OperationFuture<CASResponse> write, @Nullable CASResponse response) {
        if (response == CASResponse.OK) {
            return new Swapped(Swap.STORED, versionAfter(write));
        }
        if (response == CASResponse.EXISTS) {
            return new Swapped(Swap.CHANGED, NO_VERSION);
        }
        if (response == CASResponse.NOT_FOUND) {
            return new Swapped(Swap.GONE, NO_VERSION);
        }
        throw refused("cas", write);
    }

    /** The text protocol's answer has none. */
    private long versionAfter(OperationFuture<CASResponse> write) {
        return settings.protocol() == MemcachedSettings.Protocol.BINARY ? write.getCas() : NO_VERSION;
    }

    @Override
    public Reply<Boolean> sendDelete(String key) {
        return sendWrite("delete", c -> c.delete(key), DELETE_REFUSED);
    }

    @Override
    public boolean delete(String key, long version) {
        if (settings.protocol() == MemcachedSettings.Protocol.TEXT) {
            // The text protocol's delete takes no version; a swap that expires at once does the same.
            return sendSwap(key, version, NOTHING, EXPIRED).await().isStored();
        }
        return sendWrite("delete", c -> c.delete(key, version), DELETE_REFUSED).await();
    }

    @Override
    public Reply<Boolean> sendTouch(String key, Duration timeToLive) {
        int expiry = Expiry.of(timeToLive, clock);
        return sendWrite("touch", c -> c.touch(key, expiry, RawBytes.INSTANCE), TOUCH_REFUSED);
    }

    @Override
    public Reply<OptionalLong> sendIncrement(String key) {
        return sendCount("incr", c -> c.asyncIncr(key, 1));
    }

    @Override
    public Reply<OptionalLong> sendDecrement(String key) {
        return sendCount("decr", c -> c.asyncDecr(key, 1));
    }

    private Reply<OptionalLong> sendCount(String operation, Function<MemcachedClient, OperationFuture<Long>> call) {
        return send(
                operation,
                call,
                WriteOutcomeUnknownException::new,
                (write, answer) -> counted(operation, write, answer));
    }

    private OptionalLong counted(String operation, OperationFuture<Long> write, @Nullable Long count) {
        if (write.getStatus().isSuccess() && count != null) {
            return OptionalLong.of(count);
        }
        if (write.getStatus().getStatusCode() == StatusCode.ERR_NOT_FOUND) {
            return OptionalLong.empty();
        }
        throw refused(operation, write);
    }

    @Override
    public void flush() {
        sendWrite("flush_all", MemcachedClient::flush, Set.of()).await();
    }

    @Override
    public Map<String, String> stats() {
        // Empty after the timeout where the server does not answer, says the client; its own timeout is the same.
        try {
            MemcachedClient current = client.get();
            return Uninterrupted.finish(current::getStats).values().stream()
                    .findFirst()
                    .orElse(Map.of());
        } catch (IllegalStateException e) {
            throw new TierUnavailableException(address + " did not take a question for its statistics", e);
        }
    }

    @Override
    public boolean listKeys(KeyListener listener) {
        if (settings.credentials() != null) {
            return false; // a server that asks for a password (memcached -S) speaks the binary protocol only
        }
        return new KeyDump(address, settings.operationTimeout()).tell(listener);
    }

    @Override
    public void offer(String key, OptionalLong replaces, byte[] value, Duration timeToLive) {
        int expiry = Expiry.of(timeToLive, clock);
        sendAndForget(c -> {
            if (replaces.isPresent()) {
                c.asyncCAS(key, replaces.getAsLong(), expiry, Value.of(value), RawBytes.INSTANCE);
            } else {
                c.add(key, expiry, Value.of(value), RawBytes.INSTANCE);
            }
        });
    }

    @Override
    public void discard(String key) {
        sendAndForget(c -> c.delete(key));
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    /** True for a yes, false for an expected no; any other status is an outage. */
    private Reply<Boolean> sendWrite(
            String operation, Function<MemcachedClient, OperationFuture<Boolean>> call, Set<StatusCode> expected) {
        return send(operation, call, WriteOutcomeUnknownException::new, (write, answer) -> {
            if (Boolean.TRUE.equals(answer)) {
                return true;
            }
            if (expected.contains(write.getStatus().getStatusCode())) {
                return false;
            }
            throw refused(operation, write);
        });
    }

    /** Hands an operation to the client. What fails here was never sent. */
    private <T, R extends @Nullable Object> Reply<R> send(
            String operation,
            Function<MemcachedClient, OperationFuture<T>> call,
            Outage outage,
            Meaning<T, R> meaning) {
        try {
            MemcachedClient current = talkingClient();
            long sentAt = System.nanoTime();
            OperationFuture<T> future = Uninterrupted.finish(() -> enqueue(current, call));
            return () -> meaning.of(future, await(operation, future, sentAt, outage));
        } catch (TierUnavailableException e) {
            return Reply.failed(e);
        } catch (IllegalStateException e) {
            // Without the cause, whose message has the key: with the original's names that is a session's id.
            return Reply.failed(new TierUnavailableException(
                    address + " did not take a " + operation + ": its queue is full, or it is being closed"));
        }
    }

    /** The client says with the same exception that its queue is full and that the thread was interrupted before it asked. */
    private static <T> OperationFuture<T> enqueue(
            MemcachedClient client, Function<MemcachedClient, OperationFuture<T>> call) throws InterruptedException {
        try {
            return call.apply(client);
        } catch (IllegalStateException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    /** The client, unless the server is silent: then nobody waits for it. */
    private MemcachedClient talkingClient() {
        MemcachedClient current = client.get();
        if (silence.isSilent()) {
            client.doubtAddress();
            probe.ask(current);
            throw new TierUnavailableException(address + " has not answered for a while");
        }
        return current;
    }

    /** What a silence means: for a read nothing, for a write that it may have happened. */
    private interface Outage {
        TierUnavailableException with(String message, Throwable cause);
    }

    /** What the client's answer means; it is null for some kinds of "no". */
    private interface Meaning<T, R extends @Nullable Object> {
        R of(OperationFuture<T> future, @Nullable T answer);
    }

    private void sendAndForget(Consumer<MemcachedClient> call) {
        try {
            call.accept(talkingClient());
        } catch (TierUnavailableException | IllegalStateException e) {
            // Not the message, which may have the key.
            LOG.debug("{} did not take a copy: {}", address, e.getClass().getSimpleName());
        }
    }

    private <T> @Nullable T await(String operation, OperationFuture<T> future, long sentAt, Outage outage) {
        try {
            T answer = Uninterrupted.<T, ExecutionException, TimeoutException>finish(
                    () -> future.get(nanosLeft(sentAt), TimeUnit.NANOSECONDS));
            silence.answered(sentAt);
            return answer;
        } catch (TimeoutException e) {
            future.cancel(true); // what cancel() of a flush does not know is its operation
            noteTimeout(sentAt);
            throw outage.with(address + " did not answer a " + operation + " in " + settings.operationTimeout(), e);
        } catch (ExecutionException | CancellationException e) {
            client.doubtAddress();
            if (saysSignInFirst(e)) {
                client.signInWanted();
                throw new TierUnavailableException(address + " refused a " + operation + ": it wants a sign-in", e);
            }
            throw outage.with(address + " is down: a " + operation + " was cancelled", e);
        }
    }

    private long nanosLeft(long sentAt) {
        return Math.max(0, settings.operationTimeout().toNanos() - (System.nanoTime() - sentAt));
    }

    /** The binary protocol's status 0x20, which the client has no name for. */
    private static boolean saysSignInFirst(Exception failure) {
        return failure.getCause() instanceof OperationException refusal
                && refusal.getMessage() != null
                && refusal.getMessage().contains("Auth failure");
    }

    private void noteTimeout(long sentAt) {
        if (closed) {
            return; // what was under way then is never answered
        }
        if (silence.timedOut(sentAt)) {
            LOG.warn("{} does not answer: nobody waits for it until it does", address);
            try {
                probe.ask(client.get()); // at once: it may have been this process that stood still
            } catch (TierUnavailableException | IllegalStateException e) {
                LOG.debug("{} cannot be asked whether it is back: {}", address, e.getMessage());
            }
        }
    }

    private TierUnavailableException refused(String operation, OperationFuture<?> future) {
        return new TierUnavailableException(
                address + " refused a " + operation + ": " + future.getStatus().getStatusCode());
    }
}

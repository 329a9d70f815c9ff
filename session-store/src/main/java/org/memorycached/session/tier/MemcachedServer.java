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
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.internal.OperationFuture;
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

    private static final byte[] NOTHING = {};

    private static final Set<StatusCode> ADD_REFUSED = Set.of(StatusCode.ERR_EXISTS, StatusCode.ERR_NOT_STORED);
    private static final Set<StatusCode> DELETE_REFUSED = Set.of(StatusCode.ERR_NOT_FOUND, StatusCode.ERR_EXISTS);

    private final ServerAddress address;
    private final MemcachedSettings settings;
    private final ReconnectingClient client;
    private final Clock clock = Clock.systemUTC();

    MemcachedServer(ServerAddress address, MemcachedSettings settings) {
        this.address = address;
        this.settings = settings;
        this.client = new ReconnectingClient(address, settings);
        connectNow();
    }

    private void connectNow() {
        try {
            client.get();
        } catch (TierUnavailableException e) {
            LOG.warn("Starting without a memcached server: {}", e.getMessage());
        }
    }

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public Optional<VersionedValue> get(String key) {
        return answer(send("get", c -> c.asyncGets(key, RawBytes.INSTANCE)));
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        // Sent without waiting in between, so that the answers share a round trip. The client's own getBulk answers
        // with a part of the values, as if the rest did not exist, when the server does not answer in time.
        Map<String, OperationFuture<CASValue<byte[]>>> questions = new LinkedHashMap<>();
        keys.forEach(key -> questions.put(key, send("get", c -> c.asyncGets(key, RawBytes.INSTANCE))));
        Map<String, byte[]> found = new HashMap<>();
        questions.forEach((key, question) -> answer(question).ifPresent(value -> found.put(key, value.bytes())));
        return found;
    }

    private Optional<VersionedValue> answer(OperationFuture<CASValue<byte[]>> question) {
        CASValue<byte[]> value = await("get", question, TierUnavailableException::new);
        if (value != null) {
            return Optional.of(new VersionedValue(value.getValue(), value.getCas()));
        }
        StatusCode status = question.getStatus().getStatusCode();
        if (status == StatusCode.SUCCESS || status == StatusCode.ERR_NOT_FOUND) {
            return Optional.empty();
        }
        throw refused("get", question);
    }

    @Override
    public void set(String key, byte[] value, Duration timeToLive) {
        int expiry = Expiry.of(timeToLive, clock);
        OperationFuture<Boolean> write = send("set", c -> c.set(key, expiry, value, RawBytes.INSTANCE));
        yesOrNo("set", write, Set.of());
    }

    @Override
    public boolean add(String key, byte[] value, Duration timeToLive) {
        int expiry = Expiry.of(timeToLive, clock);
        OperationFuture<Boolean> write = send("add", c -> c.add(key, expiry, value, RawBytes.INSTANCE));
        return yesOrNo("add", write, ADD_REFUSED);
    }

    @Override
    public Swap swap(String key, long version, byte[] value, Duration timeToLive) {
        return swap(key, version, value, Expiry.of(timeToLive, clock));
    }

    private Swap swap(String key, long version, byte[] value, int expiry) {
        OperationFuture<CASResponse> write =
                send("cas", c -> c.asyncCAS(key, version, expiry, value, RawBytes.INSTANCE));
        CASResponse response = await("cas", write, WriteOutcomeUnknownException::new);
        if (response == CASResponse.OK) {
            return Swap.STORED;
        }
        if (response == CASResponse.EXISTS) {
            return Swap.CHANGED;
        }
        if (response == CASResponse.NOT_FOUND) {
            return Swap.GONE;
        }
        throw refused("cas", write);
    }

    @Override
    public boolean delete(String key) {
        return deleted(send("delete", c -> c.delete(key)));
    }

    @Override
    public boolean delete(String key, long version) {
        if (settings.protocol() == MemcachedSettings.Protocol.TEXT) {
            // The text protocol's delete takes no version; a swap that expires at once does the same.
            return swap(key, version, NOTHING, EXPIRED) == Swap.STORED;
        }
        return deleted(send("delete", c -> c.delete(key, version)));
    }

    private boolean deleted(OperationFuture<Boolean> write) {
        return yesOrNo("delete", write, DELETE_REFUSED);
    }

    @Override
    public OptionalLong increment(String key) {
        OperationFuture<Long> write = send("incr", c -> c.asyncIncr(key, 1));
        Long count = await("incr", write, WriteOutcomeUnknownException::new);
        if (write.getStatus().isSuccess() && count != null) {
            return OptionalLong.of(count);
        }
        if (write.getStatus().getStatusCode() == StatusCode.ERR_NOT_FOUND) {
            return OptionalLong.empty();
        }
        throw refused("incr", write);
    }

    @Override
    public void offer(String key, OptionalLong replaces, byte[] value, Duration timeToLive) {
        int expiry = Expiry.of(timeToLive, clock);
        sendAndForget(c -> {
            if (replaces.isPresent()) {
                c.asyncCAS(key, replaces.getAsLong(), expiry, value, RawBytes.INSTANCE);
            } else {
                c.add(key, expiry, value, RawBytes.INSTANCE);
            }
        });
    }

    @Override
    public void discard(String key) {
        sendAndForget(c -> c.delete(key));
    }

    @Override
    public void close() {
        client.close();
    }

    /** Hands an operation to the client. What fails here was never sent. */
    private <T> OperationFuture<T> send(String operation, Function<MemcachedClient, OperationFuture<T>> call) {
        try {
            return call.apply(client.get());
        } catch (IllegalStateException e) {
            throw new TierUnavailableException(address + " did not take a " + operation + ": its queue is full", e);
        }
    }

    private void sendAndForget(Consumer<MemcachedClient> call) {
        try {
            call.accept(client.get());
        } catch (TierUnavailableException | IllegalStateException e) {
            LOG.debug("{} did not take a copy: {}", address, e.getMessage());
        }
    }

    /** True for a yes, false for an expected no; any other status is an outage. */
    private boolean yesOrNo(String operation, OperationFuture<Boolean> write, Set<StatusCode> expected) {
        if (Boolean.TRUE.equals(await(operation, write, WriteOutcomeUnknownException::new))) {
            return true;
        }
        if (expected.contains(write.getStatus().getStatusCode())) {
            return false;
        }
        throw refused(operation, write);
    }

    /** The result, which is null for some kinds of "no". */
    private <T> @Nullable T await(
            String operation,
            OperationFuture<T> future,
            BiFunction<String, Throwable, ? extends TierUnavailableException> outage) {
        try {
            return future.get(settings.operationTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel();
            throw outage.apply(address + " did not answer a " + operation + " in " + settings.operationTimeout(), e);
        } catch (ExecutionException | CancellationException e) {
            throw outage.apply(address + " is down: a " + operation + " was cancelled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw outage.apply("Interrupted while waiting for a " + operation + " of " + address, e);
        }
    }

    private TierUnavailableException refused(String operation, OperationFuture<?> future) {
        return new TierUnavailableException(
                address + " refused a " + operation + ": " + future.getStatus().getStatusCode());
    }
}

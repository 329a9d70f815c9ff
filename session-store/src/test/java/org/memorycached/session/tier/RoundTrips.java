package org.memorycached.session.tier;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Counts how often anybody waits for servers: an answer that is awaited brings all that was asked before with it. For one
 * thread.
 */
public final class RoundTrips {

    private int count;

    /** A server the waiting for which is counted here. */
    public CacheServer to(CacheServer server) {
        return new CountedServer(server, this);
    }

    public void reset() {
        count = 0;
    }

    public int count() {
        return count;
    }

    private <T> Reply<T> sent(Reply<T> reply) {
        int before = count;
        return () -> {
            if (count == before) {
                count++;
            }
            return reply.await();
        };
    }

    private <T> T waitedFor(Supplier<T> operation) {
        count++;
        return operation.get();
    }

    private record CountedServer(CacheServer server, RoundTrips trips) implements CacheServer {

        @Override
        public String name() {
            return server.name();
        }

        @Override
        public Reply<Optional<VersionedValue>> sendGet(String key) {
            return trips.sent(server.sendGet(key));
        }

        @Override
        public Reply<Boolean> sendSet(String key, Value value, Duration timeToLive) {
            return trips.sent(server.sendSet(key, value, timeToLive));
        }

        @Override
        public Reply<Boolean> sendAdd(String key, Value value, Duration timeToLive) {
            return trips.sent(server.sendAdd(key, value, timeToLive));
        }

        @Override
        public Reply<Swapped> sendSwap(String key, long version, Value value, Duration timeToLive) {
            return trips.sent(server.sendSwap(key, version, value, timeToLive));
        }

        @Override
        public Reply<Boolean> sendDelete(String key) {
            return trips.sent(server.sendDelete(key));
        }

        @Override
        public Reply<Boolean> sendTouch(String key, Duration timeToLive) {
            return trips.sent(server.sendTouch(key, timeToLive));
        }

        @Override
        public Reply<OptionalLong> sendIncrement(String key) {
            return trips.sent(server.sendIncrement(key));
        }

        @Override
        public Reply<OptionalLong> sendDecrement(String key) {
            return trips.sent(server.sendDecrement(key));
        }

        @Override
        public Map<String, byte[]> getAll(Collection<String> keys) {
            return trips.waitedFor(() -> server.getAll(keys));
        }

        @Override
        public boolean delete(String key, long version) {
            return trips.waitedFor(() -> server.delete(key, version));
        }

        @Override
        public Map<String, String> stats() {
            return server.stats();
        }

        @Override
        public void flush() {
            server.flush();
        }

        @Override
        public boolean listKeys(KeyListener listener) {
            return trips.waitedFor(() -> server.listKeys(listener));
        }

        @Override
        public void offer(String key, OptionalLong replaces, byte[] value, Duration timeToLive) {
            server.offer(key, replaces, value, timeToLive);
        }

        @Override
        public void discard(String key) {
            server.discard(key);
        }

        @Override
        public void close() {
            server.close();
        }
    }
}

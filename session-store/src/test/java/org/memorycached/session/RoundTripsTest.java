package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Tier;
import org.memorycached.session.tier.Value;
import org.memorycached.session.tier.VersionedValue;

/** How often one operation waits for the central tier: what is sent before it waits shares the way there and back. */
class RoundTripsTest {

    private final MutableClock clock = new MutableClock();
    private final RoundTrips trips = new RoundTrips();
    private final Tier central = new Tier(List.of(counted("central1:11211"), counted("central2:11211")));
    private final SessionStoreBuilder builder = SessionStore.builder()
            .servers("central1:11211", "central2:11211")
            .copies(2)
            .principal("uid")
            .clock(clock)
            .background(new RunAtOnce());
    private final SessionStoreBuilder.Assembly assembly =
            builder.new Assembly(central, new Tier(List.of()), clock::nanoTime);
    private final SessionStore store = assembly.store(Duration.ofMinutes(1), () -> {});

    @Test
    void a_login_with_its_reference_and_its_index_waits_twice() {
        store.create(Map.of("uid", "dwho"));
        trips.reset();
        store.create(Map.of("uid", "dwho"));
        assertThat(trips.count()).isLessThanOrEqualTo(2);
    }

    @Test
    void a_booking_waits_once_and_its_save_three_times() {
        NewSession opened = store.open();
        assertThat(trips.count()).isEqualTo(1);
        trips.reset();
        opened.save(Map.of("uid", "dwho"));
        assertThat(trips.count()).isLessThanOrEqualTo(3);
    }

    @Test
    void a_read_waits_once_for_both_servers() {
        SessionId id = store.create(Map.of("uid", "dwho")).id();
        clock.advance(Duration.ofMinutes(5));
        trips.reset();
        assertThat(store.find(id).orElseThrow().origin().level()).isEqualTo(SessionOrigin.Level.CENTRAL);
        assertThat(trips.count()).isEqualTo(1);
    }

    @Test
    void a_list_waits_as_often_for_fifty_sessions_as_for_two() {
        for (int i = 0; i < 2; i++) {
            store.create(Map.of("uid", "rose"));
        }
        for (int i = 0; i < 50; i++) {
            store.create(Map.of("uid", "dwho"));
        }
        trips.reset();
        store.sessionsOf("rose");
        int forTwo = trips.count();
        trips.reset();
        store.sessionsOf("dwho");
        assertThat(trips.count()).isEqualTo(forTwo).isLessThanOrEqualTo(3);
    }

    private CacheServer counted(String name) {
        return new CountedServer(new HeapCacheServer(name, clock), trips);
    }

    /** An answer that is awaited brings all that was asked before with it. */
    private static final class RoundTrips {

        private int count;

        void reset() {
            count = 0;
        }

        int count() {
            return count;
        }

        <T> Reply<T> sent(Reply<T> reply) {
            int before = count;
            return () -> {
                if (count == before) {
                    count++;
                }
                return reply.await();
            };
        }

        <T> T waitedFor(Supplier<T> operation) {
            count++;
            return operation.get();
        }
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

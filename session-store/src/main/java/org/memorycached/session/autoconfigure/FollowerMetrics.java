package org.memorycached.session.autoconfigure;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.SessionStore;
import org.memorycached.session.StoreStatus;

/**
 * How each central server is, and how far this node follows it, by {@code server}: {@code session.store.feed.lag} and
 * {@code session.store.feed.lease} in seconds, {@code session.store.feed.position}, {@code session.store.feed.revocations},
 * {@code session.store.feed.resyncs}, {@code session.store.server.evictions}, and as 0 or 1 {@code
 * session.store.server.answers}, {@code session.store.server.complete} and {@code session.store.server.missed.writes}.
 */
final class FollowerMetrics implements MeterBinder {

    /** One look at the servers for all the numbers of a scrape. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final LoadingCache<SessionStore, StoreStatus> status =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build(SessionStore::status);

    private final SessionStore store;

    FollowerMetrics(SessionStore store) {
        this.store = store;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        int servers = status.get(store).central().size();
        for (int place = 0; place < servers; place++) {
            bind(registry, place);
        }
    }

    private void bind(MeterRegistry registry, int place) {
        Tags server = Tags.of("server", status.get(store).central().get(place).name());
        gauge(
                registry,
                server,
                place,
                "session.store.feed.lag",
                "seconds",
                it -> it.feed().lag().map(FollowerMetrics::seconds).orElse(Double.NaN));
        gauge(
                registry,
                server,
                place,
                "session.store.feed.lease",
                "seconds",
                it -> seconds(it.feed().leaseLeft()));
        gauge(
                registry,
                server,
                place,
                "session.store.feed.position",
                null,
                it -> it.feed().position());
        gauge(
                registry,
                server,
                place,
                "session.store.feed.revocations",
                null,
                it -> it.feed().revocations());
        gauge(registry, server, place, "session.store.server.answers", null, it -> it.answers() ? 1 : 0);
        gauge(registry, server, place, "session.store.server.complete", null, it -> it.complete() ? 1 : 0);
        gauge(registry, server, place, "session.store.server.missed.writes", null, it -> it.missedWrites() ? 1 : 0);
        gauge(registry, server, place, "session.store.server.evictions", null, FollowerMetrics::evictions);
        FunctionCounter.builder(
                        "session.store.feed.resyncs",
                        status,
                        cache -> server(place).feed().resyncs())
                .tags(server)
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            Tags tags,
            int place,
            String name,
            @Nullable String unit,
            ToDoubleFunction<StoreStatus.Central> value) {
        Gauge.builder(name, status, cache -> value.applyAsDouble(server(place)))
                .tags(tags)
                .baseUnit(unit)
                .register(registry);
    }

    private StoreStatus.Central server(int place) {
        return status.get(store).central().get(place);
    }

    /** A gauge, because the server counts from zero again when it starts. */
    private static double evictions(StoreStatus.Central server) {
        return server.evictions() < 0 ? Double.NaN : server.evictions();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

package org.memorycached.session.autoconfigure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.SessionStoreObserver;

/**
 * What the store does, as counters: {@code session.store.finds} by {@code answer} (heap, local, central, miss), {@code
 * session.store.unavailable} and {@code session.store.corrupt} by {@code level}.
 */
final class SessionStoreMetrics implements SessionStoreObserver {

    /** The levels that are servers, and can fail. */
    private static final Set<Level> SERVERS = EnumSet.of(Level.LOCAL, Level.CENTRAL);

    private final Map<Level, Counter> found;
    private final Counter missed;
    private final Map<Level, Counter> unavailable;
    private final Map<Level, Counter> corrupt;

    SessionStoreMetrics(MeterRegistry registry) {
        this.found = byLevel(registry, "session.store.finds", "answer", EnumSet.allOf(Level.class));
        this.missed = registry.counter("session.store.finds", "answer", "miss");
        this.unavailable = byLevel(registry, "session.store.unavailable", "level", SERVERS);
        this.corrupt = byLevel(registry, "session.store.corrupt", "level", SERVERS);
    }

    private static Map<Level, Counter> byLevel(MeterRegistry registry, String name, String tag, Set<Level> levels) {
        Map<Level, Counter> counters = new EnumMap<>(Level.class);
        for (Level level : levels) {
            counters.put(level, registry.counter(name, tag, level.name().toLowerCase(Locale.ROOT)));
        }
        return counters;
    }

    @Override
    public void found(Level level) {
        count(found, level);
    }

    @Override
    public void missed() {
        missed.increment();
    }

    @Override
    public void unavailable(Level level) {
        count(unavailable, level);
    }

    @Override
    public void corrupt(Level level) {
        count(corrupt, level);
    }

    private static void count(Map<Level, Counter> counters, Level level) {
        Counter counter = counters.get(level);
        if (counter != null) {
            counter.increment();
        }
    }
}

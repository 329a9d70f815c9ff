package org.memorycached.session.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.memorycached.session.SessionOrigin.Level;

class SessionStoreMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SessionStoreMetrics metrics = new SessionStoreMetrics(registry);

    @ParameterizedTest
    @MethodSource
    void each_event_has_its_counter(Consumer<SessionStoreMetrics> event, String name, String tag, String value) {
        event.accept(metrics);
        event.accept(metrics);
        assertThat(registry.get(name).tag(tag, value).counter().count()).isEqualTo(2);
        assertThat(total()).as("and no other").isEqualTo(2);
    }

    static Stream<Arguments> each_event_has_its_counter() {
        return Stream.of(
                event(metrics -> metrics.found(Level.HEAP), "session.store.finds", "answer", "heap"),
                event(metrics -> metrics.found(Level.LOCAL), "session.store.finds", "answer", "local"),
                event(metrics -> metrics.found(Level.CENTRAL), "session.store.finds", "answer", "central"),
                event(SessionStoreMetrics::missed, "session.store.finds", "answer", "miss"),
                event(metrics -> metrics.unavailable(Level.LOCAL), "session.store.unavailable", "level", "local"),
                event(metrics -> metrics.unavailable(Level.CENTRAL), "session.store.unavailable", "level", "central"),
                event(metrics -> metrics.corrupt(Level.LOCAL), "session.store.corrupt", "level", "local"),
                event(metrics -> metrics.corrupt(Level.CENTRAL), "session.store.corrupt", "level", "central"));
    }

    private static Arguments event(Consumer<SessionStoreMetrics> event, String name, String tag, String value) {
        return Arguments.of(event, name, tag, value);
    }

    private double total() {
        return registry.getMeters().stream()
                .mapToDouble(meter -> registry.get(meter.getId().getName())
                        .tags(meter.getId().getTags())
                        .counter()
                        .count())
                .sum();
    }

    /** A counter that appears with the first outage is one that nobody's alert knows. */
    @Test
    void all_are_there_from_the_start() {
        assertThat(registry.getMeters()).hasSize(8);
        assertThat(total()).isZero();
    }
}

package org.memorycached.session.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memorycached.session.CreatedSession;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.Session;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionStoreObserver;
import org.memorycached.session.limits.AttemptLimits;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.ServerConnector;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SessionStoreAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SessionStoreAutoConfiguration.class))
            .withBean(ServerConnector.class, () -> address -> new HeapCacheServer("" + address, Clock.systemUTC()));

    @Test
    void servers_may_be_a_list_as_well_as_a_line() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SessionStoreAutoConfiguration.class))
                .withBean(ServerConnector.class, () -> address -> new HeapCacheServer("heap", Clock.systemUTC()))
                .withPropertyValues("session-store.servers[0]=cache1:11211", "session-store.servers[1]=cache2:11211")
                .run(context -> assertThat(context).hasSingleBean(SessionStore.class));
    }

    @Test
    void without_servers_there_is_nothing() {
        application.run(context -> assertThat(context)
                .doesNotHaveBean(SessionStore.class)
                .doesNotHaveBean(SessionStoreProperties.class)
                .doesNotHaveBean(SessionStoreObserver.class));
    }

    @Test
    void servers_are_all_it_takes() {
        application
                .withPropertyValues("session-store.servers=cache1:11211,cache2:11211")
                .run(context -> {
                    SessionStore store = context.getBean(SessionStore.class);
                    CreatedSession login = store.create(Map.of("uid", "dwho"));
                    assertThat(store.find(login.id()))
                            .flatMap(Session::principal)
                            .contains("dwho");
                    assertThat(store.findByPrincipal("dwho")).isPresent();
                });
    }

    @Test
    void attempts_are_counted_over_the_connections_of_the_store() {
        application
                .withConfiguration(AutoConfigurations.of(AttemptLimitsAutoConfiguration.class))
                .withPropertyValues("session-store.servers=cache1:11211")
                .run(context -> assertThat(context.getBean(AttemptLimits.class))
                        .isSameAs(context.getBean(SessionStore.class).attemptLimits()));
    }

    @Test
    void each_property_reaches_the_store() {
        application
                .withPropertyValues(
                        "session-store.servers=cache1:11211",
                        "session-store.local=localhost:11211",
                        "session-store.timeout=7m",
                        "session-store.absolute-lifetime=5m",
                        "session-store.update-only=true",
                        "session-store.principal=login",
                        "session-store.touch-interval=10s",
                        "session-store.local-max-age=20s",
                        "session-store.revocation-lease=2s",
                        "session-store.protocol=text",
                        "session-store.central-operation-timeout=1s",
                        "session-store.local-operation-timeout=50ms",
                        "session-store.max-value-size=100KB")
                .run(context -> {
                    SessionStore store = context.getBean(SessionStore.class);
                    Session session = store.create(Map.of("login", "dwho")).session();
                    assertThat(session.principal()).contains("dwho");
                    assertThat(session.expiresAt()).contains(session.createdAt().plus(Duration.ofMinutes(5)));
                });
    }

    /** As the original's {@code timeout => 300}; Spring would take a number for milliseconds. */
    @Test
    void a_lifetime_without_a_unit_is_in_seconds() {
        application
                .withPropertyValues("session-store.servers=cache1:11211", "session-store.timeout=300")
                .run(context -> assertThat(lifetime(context.getBean(SessionStore.class)))
                        .isEqualTo(Duration.ofMinutes(5)));
        application
                .withPropertyValues("session-store.servers=cache1:11211", "session-store.absolute-lifetime=60")
                .run(context -> assertThat(lifetime(context.getBean(SessionStore.class)))
                        .isEqualTo(Duration.ofMinutes(1)));
    }

    private static Duration lifetime(SessionStore store) {
        Session session = store.create(Map.of("uid", "dwho")).session();
        return Duration.between(session.createdAt(), session.expiresAt().orElseThrow());
    }

    @Test
    void a_session_limit_without_a_policy_ends_the_oldest() {
        application
                .withPropertyValues("session-store.servers=cache1:11211", "session-store.session-limit=1")
                .run(context -> {
                    SessionStore store = context.getBean(SessionStore.class);
                    CreatedSession first = store.create(Map.of("uid", "dwho"));
                    CreatedSession second = store.create(Map.of("uid", "dwho"));
                    assertThat(second.overLimit()).hasSize(1);
                    assertThat(store.find(first.id())).isEmpty();
                });
    }

    @Test
    void a_store_of_the_applications_own_wins() {
        SessionStore own = SessionStore.builder()
                .servers("own:11211")
                .connector(address -> new HeapCacheServer("own", Clock.systemUTC()))
                .build();
        application
                .withPropertyValues("session-store.servers=cache1:11211")
                .withBean(SessionStore.class, () -> own)
                .run(context -> assertThat(context).getBean(SessionStore.class).isSameAs(own));
    }

    @Test
    void counts_what_the_store_does() {
        application
                .withPropertyValues("session-store.servers=cache1:11211")
                .withBean(SimpleMeterRegistry.class)
                .run(context -> {
                    SessionStore store = context.getBean(SessionStore.class);
                    store.find(store.create(Map.of("uid", "dwho")).id());
                    assertThat(context.getBean(MeterRegistry.class).get("session.store.finds").counters().stream()
                                    .filter(counter ->
                                            !"miss".equals(counter.getId().getTag("answer")))
                                    .mapToDouble(Counter::count)
                                    .sum())
                            .isEqualTo(1);
                });
    }

    @Test
    void an_observer_of_the_applications_own_wins() {
        application
                .withPropertyValues("session-store.servers=cache1:11211")
                .withBean(SimpleMeterRegistry.class)
                .withBean(SessionStoreObserver.class, () -> SessionStoreObserver.NONE)
                .run(context ->
                        assertThat(context).getBean(SessionStoreObserver.class).isSameAs(SessionStoreObserver.NONE));
    }

    @Test
    void without_micrometer_nothing_is_counted() {
        application
                .withPropertyValues("session-store.servers=cache1:11211")
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(SessionStore.class)
                        .doesNotHaveBean(SessionStoreObserver.class));
    }

    @Test
    void ends_with_the_application() {
        application
                .withPropertyValues("session-store.servers=cache1:11211", "session-store.local=localhost:11211")
                .run(context -> {
                    assertThat(feedThreads()).isEqualTo(1);
                    context.close();
                    await().until(() -> feedThreads() == 0);
                });
    }

    private static long feedThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("session-feed-cache1:11211"))
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "session-store.servers, cache1",
        "session-store.servers, cache1:0",
        "session-store.local, 'localhost:11211,localhost:11211'",
        "session-store.timeout, -1s",
        "session-store.timeout, 300ms",
        "session-store.absolute-lifetime, -1s",
        "session-store.principal, ' '",
        "session-store.touch-interval, 30m",
        "session-store.local-max-age, 0",
        "session-store.stale-if-unavailable, 2m",
        "session-store.session-limit-policy, deny",
        "session-store.revocation-lease, 10ms",
        "session-store.central-operation-timeout, 0",
        "session-store.local-operation-timeout, -5ms",
        "session-store.max-value-size, 0",
        "session-store.max-value-size, 4GB",
    })
    void a_wrong_property_names_itself(String property, String value) {
        application
                .withPropertyValues("session-store.servers=cache1:11211", property + "=" + value)
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = new InvalidOptionFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription()).startsWith("The property " + property + " has the value '");
                    assertThat(analysis.getAction()).startsWith("Change " + property + ": ");
                    assertThat(analysis.getCause()).isInstanceOf(InvalidOptionException.class);
                });
    }
}

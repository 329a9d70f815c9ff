package org.memorycached.session.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionStore;
import org.memorycached.session.StoreStatus;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.ServerConnector;
import org.memorycached.session.tier.UnreliableServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What operators see, with each server lost in turn. */
class SessionStoreActuatorAutoConfigurationTest {

    private final Map<String, UnreliableServer> servers = new ConcurrentHashMap<>();
    private final ServerConnector connector = address -> servers.computeIfAbsent(
            address.toString(), name -> new UnreliableServer(new HeapCacheServer(name, Clock.systemUTC())));

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SessionStoreAutoConfiguration.class, SessionStoreActuatorAutoConfiguration.class))
            .withBean(ServerConnector.class, () -> connector)
            .withPropertyValues("session-store.servers=one:11211,two:11211", "session-store.local=local:11211");

    @Test
    void all_is_well() {
        application.run(context -> {
            SessionStore store = context.getBean(SessionStore.class);
            await().until(() -> store.status().central().stream().allMatch(StoreStatus.Central::complete));
            Health health = health(context.getBean(HealthIndicator.class));
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsOnlyKeys("central one:11211", "central two:11211", "local local:11211")
                    .containsEntry("central one:11211", Map.of("status", "up", "following", true))
                    .containsEntry("local local:11211", Map.of("status", "up"));
        });
    }

    @Test
    void a_node_that_lost_its_local_tier_or_one_central_server_is_up() {
        application.run(context -> {
            HealthIndicator indicator = context.getBean(HealthIndicator.class);
            servers.get("local:11211").fail();
            servers.get("two:11211").fail();
            Health health = health(indicator);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("local local:11211", Map.of("status", "down"));
            assertThat(details(health, "central two:11211")).containsEntry("status", "down");
        });
    }

    @Test
    void a_node_without_any_central_server_is_down() {
        application.run(context -> {
            HealthIndicator indicator = context.getBean(HealthIndicator.class);
            servers.get("one:11211").fail();
            servers.get("two:11211").fail();
            assertThat(health(indicator).getStatus()).isEqualTo(Status.DOWN);
            servers.get("one:11211").heal();
            assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void a_server_that_throws_sessions_away_is_a_warning() {
        application.run(context -> {
            HealthIndicator indicator = context.getBean(HealthIndicator.class);
            SessionStore store = context.getBean(SessionStore.class);
            await().until(() -> store.status().central().stream().allMatch(StoreStatus.Central::complete));
            servers.get("one:11211").answerStats(Map.of("evictions", "17"));
            Health health = health(indicator);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(details(health, "central one:11211").get("warning"))
                    .asString()
                    .contains("17")
                    .contains("too little memory");
        });
    }

    @Test
    void a_server_that_missed_writes_is_a_warning_that_does_not_announce_its_emptying() {
        application.run(context -> {
            HealthIndicator indicator = context.getBean(HealthIndicator.class);
            SessionStore store = context.getBean(SessionStore.class);
            await().until(() -> store.status().central().stream().allMatch(StoreStatus.Central::complete));
            servers.get("two:11211").fail();
            store.create(Map.of("uid", "dwho"));
            assertThat(details(health(indicator), "central two:11211").get("warning"))
                    .asString()
                    .contains("missed writes", "brought to it", "emptied if nobody has them");
        });
    }

    @Test
    void meters_tell_how_far_each_feed_is_followed() {
        application.withBean(SimpleMeterRegistry.class).run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.getBean(FollowerMetrics.class).bindTo(registry);
            await().untilAsserted(() -> assertThat(registry.get("session.store.feed.lease")
                            .tag("server", "one:11211")
                            .gauge()
                            .value())
                    .isGreaterThan(0));
            await().untilAsserted(() -> assertThat(registry.get("session.store.feed.lag")
                            .tag("server", "two:11211")
                            .gauge()
                            .value())
                    .isBetween(0.0, 60.0));
            assertThat(registry.get("session.store.feed.position")
                            .tag("server", "two:11211")
                            .gauge()
                            .value())
                    .isGreaterThan(1e18);
            assertThat(registry.get("session.store.feed.resyncs")
                            .tag("server", "one:11211")
                            .functionCounter()
                            .count())
                    .isZero();
        });
    }

    @Test
    void meters_tell_what_the_health_warns_of() {
        application.withBean(SimpleMeterRegistry.class).run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            servers.get("one:11211").answerStats(Map.of("evictions", "17"));
            context.getBean(FollowerMetrics.class).bindTo(registry);
            assertThat(gauge(registry, "session.store.server.evictions", "one:11211"))
                    .isEqualTo(17);
            assertThat(gauge(registry, "session.store.server.evictions", "two:11211"))
                    .as("not told")
                    .isNaN();
            assertThat(gauge(registry, "session.store.server.missed.writes", "one:11211"))
                    .isZero();
            SessionStore store = context.getBean(SessionStore.class);
            await().until(() -> store.status().central().stream().allMatch(StoreStatus.Central::complete));
            servers.get("two:11211").fail();
            store.create(Map.of("uid", "dwho"));
            await().untilAsserted(() -> assertThat(gauge(registry, "session.store.server.missed.writes", "two:11211"))
                    .isEqualTo(1));
        });
    }

    private static double gauge(MeterRegistry registry, String name, String server) {
        return registry.get(name).tag("server", server).gauge().value();
    }

    @Test
    void the_endpoint_shows_it_all() {
        application.run(context -> assertThat(
                        context.getBean(SessionStoreEndpoint.class).status().central())
                .extracting(StoreStatus.Central::name)
                .containsExactly("one:11211", "two:11211"));
    }

    @Test
    void an_application_without_actuator_starts() {
        application
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.health", "org.springframework.boot.actuate", "io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SessionStore.class));
    }

    private static Health health(HealthIndicator indicator) {
        Health health = indicator.health();
        assertThat(health).isNotNull();
        return health;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> details(Health health, String name) {
        return (Map<String, Object>) health.getDetails().get(name);
    }
}

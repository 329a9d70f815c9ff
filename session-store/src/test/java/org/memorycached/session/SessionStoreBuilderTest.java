package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.memorycached.session.codec.JsonSessionCodec;
import org.memorycached.session.limits.AttemptLimit;
import org.memorycached.session.limits.AttemptRule;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.MemcachedSettings.Protocol;

class SessionStoreBuilderTest {

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("servers", "[]", builder -> builder),
                mistake("servers", "cache1", builder -> builder.servers("cache1")),
                mistake("servers", "cache1:0", builder -> builder.servers("cache1:0")),
                mistake("servers", "a:1", builder -> builder.servers("a:1", "b:1", "a:1")),
                mistake("servers", "[::1]:11211", builder -> builder.servers("[::1]:11211", "[::1]:11211")),
                mistake("local", "localhost", builder -> builder.servers("a:1").local("localhost")),
                mistake("timeout", "PT-1S", builder -> builder.timeout(Duration.ofSeconds(-1))),
                mistake("absoluteLifetime", "PT-1S", builder -> builder.absoluteLifetime(Duration.ofSeconds(-1))),
                mistake("timeout", "PT0.3S", builder -> builder.timeout(Duration.ofMillis(300))),
                mistake("absoluteLifetime", "PT0.999S", builder -> builder.absoluteLifetime(Duration.ofMillis(999))),
                mistake("principal", " ", builder -> builder.principal(" ")),
                mistake("touchInterval", "PT0S", builder -> builder.touchInterval(Duration.ZERO)),
                mistake(
                        "touchInterval",
                        "PT5M",
                        builder -> builder.servers("a:1")
                                .timeout(Duration.ofMinutes(5))
                                .touchInterval(Duration.ofMinutes(5))),
                mistake(
                        "touchInterval",
                        "PT2M31S",
                        builder -> builder.servers("a:1")
                                .timeout(Duration.ofMinutes(5))
                                .touchInterval(Duration.ofSeconds(151))),
                mistake("localMaxAge", "PT0S", builder -> builder.localMaxAge(Duration.ZERO)),
                mistake(
                        "staleIfUnavailable",
                        "PT1M1S",
                        builder -> builder.servers("a:1").staleIfUnavailable(Duration.ofSeconds(61))),
                mistake(
                        "staleIfUnavailable",
                        "PT30S",
                        builder -> builder.servers("a:1")
                                .staleIfUnavailable(Duration.ofSeconds(30))
                                .localMaxAge(Duration.ofSeconds(20))),
                mistake(
                        "staleIfUnavailable",
                        "PT6S",
                        builder ->
                                builder.servers("a:1").perlCompatible(true).staleIfUnavailable(Duration.ofSeconds(6))),
                mistake("revocationLease", "PT31S", builder -> builder.revocationLease(Duration.ofSeconds(31))),
                mistake("revocationLease", "PT0.05S", builder -> builder.revocationLease(Duration.ofMillis(50))),
                mistake(
                        "sessionLimit",
                        "3",
                        builder -> builder.servers("a:1").sessionLimit(3, SessionLimitPolicy.DENY)),
                mistake("centralOperationTimeout", "PT0S", builder -> builder.centralOperationTimeout(Duration.ZERO)),
                mistake("localOperationTimeout", "PT0S", builder -> builder.localOperationTimeout(Duration.ZERO)),
                mistake(
                        "localOperationTimeout",
                        "PT0.0005S",
                        builder -> builder.localOperationTimeout(Duration.ofNanos(500_000))),
                mistake("sasl", "dwho, (password not shown)", builder -> builder.sasl("dwho", "")),
                mistake("localSasl", ", (password not shown)", builder -> builder.localSasl("", "secret")),
                mistake("sasl", "dwho, (password not shown)", builder -> builder.sasl("dwho", "se\0cret")),
                mistake(
                        "protocol",
                        "TEXT",
                        builder -> builder.servers("a:1").sasl("dwho", "secret").protocol(Protocol.TEXT)),
                mistake(
                        "protocol",
                        "TEXT",
                        builder ->
                                builder.servers("a:1").protocol(Protocol.TEXT).localSasl("dwho", "secret")),
                mistake("maxValueSize", "0", builder -> builder.maxValueSize(0)));
    }

    private static Arguments mistake(
            String option, String value, Function<SessionStoreBuilder, SessionStoreBuilder> setting) {
        return Arguments.of(option, value, setting);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("mistakes")
    void a_mistake_names_the_option_and_repeats_the_value(
            String option, String value, Function<SessionStoreBuilder, SessionStoreBuilder> setting) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> setting.apply(SessionStore.builder()).build())
                .withMessageContaining("Option " + option + " = '" + value + "'")
                .satisfies(mistake -> {
                    assertThat(mistake.option()).isEqualTo(option);
                    assertThat(mistake.value()).isEqualTo(value);
                    assertThat(mistake.fix()).isNotBlank();
                    assertThat(mistake.getMessage()).doesNotContain("secret").doesNotContain("cret'");
                });
    }

    static Stream<UnaryOperator<SessionStoreBuilder>> optionsThatDoNotFit() {
        return Stream.of(
                builder -> builder.copies(3),
                builder -> builder.perlCompatible(true).copies(2),
                builder -> builder.perlCompatible(true).codec(new JsonSessionCodec()),
                builder -> builder.touchInterval(Duration.ofMinutes(30)),
                builder -> builder.staleIfUnavailable(Duration.ofHours(1)),
                builder -> builder.sessionLimit(1, SessionLimitPolicy.DENY),
                builder -> builder.sasl("dwho", "secret").protocol(Protocol.TEXT));
    }

    /** Each connection has a thread, and nobody would close those that no store was made of. */
    @ParameterizedTest
    @MethodSource("optionsThatDoNotFit")
    void nothing_is_connected_to_before_all_options_fit(UnaryOperator<SessionStoreBuilder> options) {
        List<String> connections = new ArrayList<>();
        SessionStoreBuilder builder = options.apply(SessionStore.builder()
                .servers("one:1", "two:2")
                .local("local:1")
                .connector(address -> {
                    connections.add(address.toString());
                    return new HeapCacheServer(address.toString(), Clock.systemUTC());
                }));
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(builder::build);
        assertThat(connections).isEmpty();
    }

    /** The names differ, so only a new session that is there already tells of it. */
    @Test
    void a_server_that_is_named_twice_by_aliases_is_told_of_when_a_session_is_made() {
        HeapCacheServer one = new HeapCacheServer("one", Clock.systemUTC());
        try (SessionStore store = SessionStore.builder()
                .servers("localhost:11211", "127.0.0.1:11211")
                .connector(address -> one)
                .build()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.create(Map.of()))
                    .withMessageContaining("option servers names one server twice");
            assertThatIllegalStateException()
                    .isThrownBy(store::open)
                    .withMessageContaining("option servers names one server twice");
        }
    }

    @Test
    void a_store_is_built_while_no_server_is_up() {
        try (SessionStore store = SessionStore.builder()
                .servers("localhost:1", "no-such-host.invalid:11211")
                .local("localhost:2")
                .centralOperationTimeout(Duration.ofMillis(100))
                .build()) {
            for (int i = 0; i < 10; i++) { // some keys on either server
                assertThatExceptionOfType(SessionUnavailableException.class)
                        .isThrownBy(() -> store.create(Map.of("uid", "dwho")));
            }
        }
    }

    /** Nobody would poll connections of its own, which brings them back after an outage. */
    @Test
    void attempts_are_counted_over_the_connections_of_the_store() {
        List<String> connections = new ArrayList<>();
        try (SessionStore store = SessionStore.builder()
                .servers("one:1", "two:2")
                .connector(address -> {
                    connections.add(address.toString());
                    return new HeapCacheServer(address.toString(), Clock.systemUTC());
                })
                .build()) {
            AttemptLimit limit = store.attemptLimits().limit("test", AttemptRule.atMost(1, Duration.ofMinutes(15)));
            assertThat(limit.begin("dwho").allowed()).isTrue();
            assertThat(limit.begin("dwho").allowed()).isFalse();
            assertThat(connections).containsExactly("one:1", "two:2");
        }
    }
}

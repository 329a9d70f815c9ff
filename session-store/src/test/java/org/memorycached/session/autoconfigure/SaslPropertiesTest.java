package org.memorycached.session.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.SessionStore;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.limits.AttemptLimit;
import org.memorycached.session.limits.AttemptLimits;
import org.memorycached.session.limits.AttemptRule;
import org.memorycached.session.testing.SaslMemcached;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SaslPropertiesTest {

    private static final String SECRET = "open sesame";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(SessionStoreAutoConfiguration.class, AttemptLimitsAutoConfiguration.class))
            .withPropertyValues("session-store.servers=localhost:1", "session-store.central-operation-timeout=50ms");

    @TempDir
    private Path secrets;

    static Stream<Arguments> mistakes() {
        return Stream.of("sasl", "local-sasl").flatMap(SaslPropertiesTest::mistakes);
    }

    private static Stream<Arguments> mistakes(String group) {
        return Stream.of(
                mistake(group, ".username", "name the user", ".password=" + SECRET),
                mistake(group, ".username", "name the user", ".username= ", ".password=" + SECRET),
                mistake(group, ".password", "give the password of dwho", ".username=dwho"),
                mistake(group, ".password", "give the password of dwho", ".username=dwho", ".password="),
                mistake(
                        group,
                        ".password",
                        "one of them is enough",
                        ".username=dwho",
                        ".password=" + SECRET,
                        ".password-file=file:/x"),
                mistake(
                        group,
                        ".password-file",
                        "name a file that can be read",
                        ".username=dwho",
                        ".password-file=file:/nowhere/password"),
                mistake(
                        group,
                        ".password-file",
                        "name a file that can be read",
                        ".username=dwho",
                        ".password-file=" + SECRET));
    }

    private static Arguments mistake(String group, String property, String fix, String... values) {
        return Arguments.of(
                "session-store." + group + property,
                fix,
                Stream.of(values).map(value -> "session-store." + group + value).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_ends_the_start_and_shows_no_secret(String property, String fix, String[] values) {
        application.withPropertyValues(values).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new InvalidOptionFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("The property " + property + " has the value");
            assertThat(analysis.getAction()).contains("Change " + property).contains(fix);
            assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain(SECRET);
        });
    }

    @Test
    void the_text_protocol_has_no_sasl() {
        application
                .withPropertyValues(
                        "session-store.sasl.username=dwho",
                        "session-store.sasl.password=" + SECRET,
                        "session-store.protocol=text")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidOptionException.class)
                        .hasMessageContaining("Option protocol = 'TEXT'")
                        .hasMessageContaining("binary"));
    }

    @Test
    void an_empty_user_name_without_a_password_is_none() {
        application
                .withPropertyValues("session-store.sasl.username=", "session-store.sasl.password=")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void the_properties_do_not_show_the_password() {
        application
                .withPropertyValues(
                        "session-store.sasl.username=dwho",
                        "session-store.sasl.password=" + SECRET,
                        "session-store.local-sasl.username=dwho",
                        "session-store.local-sasl.password=" + SECRET)
                .run(context -> assertThat(
                                context.getBean(SessionStoreProperties.class).toString())
                        .contains("dwho")
                        .doesNotContain(SECRET));
    }

    @Nested
    class OnMemcachedThatAsks {

        private static SaslMemcached memcached;

        @BeforeAll
        static void start() {
            SaslMemcached.assume();
            memcached = SaslMemcached.start();
        }

        @AfterAll
        static void stop() {
            if (memcached != null) {
                memcached.close();
            }
        }

        @Test
        void store_and_counters_sign_in_with_the_password_of_a_file() throws IOException {
            Path file = Files.writeString(secrets.resolve("password"), SaslMemcached.PASSWORD + "\n");
            signingIn("password-file=file:" + file).run(context -> {
                SessionStore store = context.getBean(SessionStore.class);
                assertThat(store.find(store.create(Map.of("uid", "dwho")).id())).isPresent();
                assertThat(store.status().local()).allMatch(local -> local.answers());
                assertThat(limit(context.getBean(AttemptLimits.class))
                                .begin("dwho")
                                .allowed())
                        .isTrue();
            });
        }

        @Test
        void with_a_wrong_password_neither_store_nor_counters_work() {
            signingIn("password=" + SECRET).run(context -> {
                assertThat(context).hasNotFailed();
                assertThatExceptionOfType(TierUnavailableException.class)
                        .isThrownBy(() ->
                                limit(context.getBean(AttemptLimits.class)).begin("dwho"))
                        .withMessageContaining("refused the user name");
                assertThat(context.getBean(SessionStore.class).status().central())
                        .noneMatch(central -> central.answers());
            });
        }

        private static AttemptLimit limit(AttemptLimits limits) {
            return limits.limit("test", AttemptRule.atMost(3, Duration.ofMinutes(1)));
        }

        private ApplicationContextRunner signingIn(String password) {
            return application.withPropertyValues(
                    "session-store.servers=" + memcached.address(),
                    "session-store.local=" + memcached.address(),
                    "session-store.central-operation-timeout=500ms",
                    "session-store.sasl.username=" + SaslMemcached.USERNAME,
                    "session-store.sasl." + password,
                    "session-store.local-sasl.username=" + SaslMemcached.USERNAME,
                    "session-store.local-sasl." + password);
        }
    }
}

package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.testing.SaslMemcached;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.slf4j.LoggerFactory;

/** A real memcached that asks for a user name and a password. */
class SaslTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofSeconds(5);
    /** Half a timeout: nobody waits for the server, and this machine may be busy. */
    private static final Duration AT_ONCE = TIMEOUT.dividedBy(2);

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String WRONG = "no such password";

    private static SaslMemcached memcached;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private @Nullable CacheServer server;

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

    @BeforeEach
    void listen() {
        log.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(log);
    }

    @AfterEach
    void restore() {
        logger().detachAppender(log);
        logger().setLevel(null);
        if (server != null) {
            server.close();
        }
        memcached.setPassword(SaslMemcached.PASSWORD);
        memcached.ask(true);
        memcached.restart();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Admission.class);
    }

    private static CacheServer connect(@Nullable Credentials credentials) {
        return new MemcachedConnector(new MemcachedSettings(Protocol.BINARY, TIMEOUT, credentials))
                .connect(ServerAddress.parse(memcached.address()));
    }

    private static Credentials password(String password) {
        return new Credentials(SaslMemcached.USERNAME, password, "sasl");
    }

    @Nested
    class SignedIn extends CacheServerContract {

        private final CacheServer signedIn = connect(password(SaslMemcached.PASSWORD));

        @AfterEach
        void close() {
            signedIn.close();
        }

        @Override
        protected CacheServer server() {
            return signedIn;
        }

        @Override
        protected void letPass(Duration duration) {
            LockSupport.parkNanos(duration.toNanos()); // memcached's own clock cannot be moved
        }
    }

    @Test
    void the_right_password_needs_no_words_and_tells_statistics_but_no_keys() {
        server = connect(password(SaslMemcached.PASSWORD));
        server.set("a", new byte[1], LONG);
        assertThat(server.stats()).containsKey("evictions");
        assertThat(server.listKeys((key, timeToLive) -> {})).isFalse();
        assertThat(log.list).isEmpty();
    }

    /** The connection may stand before the client is there to be signed in, and at any moment in between. */
    @Test
    void each_of_many_new_clients_is_signed_in_when_it_is_there() {
        for (int i = 0; i < 200; i++) {
            try (CacheServer one = connect(password(SaslMemcached.PASSWORD))) {
                assertThat(one.get("nothing")).isEmpty();
            }
        }
    }

    @Test
    void a_wrong_password_is_an_outage_that_is_told_once_and_heals_when_the_server_accepts_it() {
        server = connect(password(WRONG));
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(6))
                .untilAsserted(() -> assertUnavailableAtOnce("refused the user name"));
        assertThat(told())
                .singleElement()
                .asString()
                .contains(memcached.address(), SaslMemcached.USERNAME, "option sasl", "check")
                .doesNotContain(WRONG);
        memcached.setPassword(WRONG);
        assertHealsSoon();
        assertThat(told()).hasSize(2).last().asString().contains("accepts");
    }

    @Test
    void a_server_that_is_refused_is_asked_once_a_second_and_not_more() {
        server = connect(password(WRONG));
        try (CacheServer administrator = connect(password(SaslMemcached.PASSWORD))) {
            long before = failures(administrator);
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertUnavailableAtOnce("refused"));
            assertThat(failures(administrator) - before).isBetween(1L, 6L);
        }
    }

    private static long failures(CacheServer administrator) {
        return Long.parseLong(administrator.stats().get("auth_errors"));
    }

    @Test
    void without_credentials_it_is_an_outage_that_is_told_once() {
        server = connect(null);
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertUnavailable();
            assertThatExceptionOfType(TierUnavailableException.class)
                    .isThrownBy(() -> server.add("a", new byte[1], LONG));
        });
        assertThat(told())
                .singleElement()
                .asString()
                .contains(memcached.address(), "asks for a user name", "set the option sasl");
    }

    @Test
    void credentials_for_a_server_that_does_not_ask_are_an_outage_until_it_does() {
        memcached.ask(false);
        memcached.restart();
        server = connect(password(SaslMemcached.PASSWORD));
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertUnavailableAtOnce("does not know SASL"));
        assertThat(told()).singleElement().asString().contains(memcached.address(), "memcached -S");
        memcached.ask(true);
        memcached.restart();
        assertHealsSoon();
    }

    @Test
    void a_server_that_was_killed_is_signed_in_to_again() {
        server = connect(password(SaslMemcached.PASSWORD));
        for (int i = 0; i < 3; i++) {
            server.set("a", new byte[100_000], LONG);
            memcached.kill();
            await().untilAsserted(this::assertUnavailable);
            memcached.restart();
            assertHealsSoon();
            assertThat(server.get("a")).isEmpty();
        }
        assertThat(log.list).isEmpty();
    }

    @Test
    void a_server_that_was_absent_at_the_start_is_signed_in_to_when_it_comes() {
        memcached.kill();
        server = connect(password(SaslMemcached.PASSWORD));
        assertUnavailable();
        memcached.restart();
        assertHealsSoon();
    }

    @Test
    void a_server_that_freezes_heals_also_where_connections_were_made_anew_meanwhile() {
        server = connect(password(SaslMemcached.PASSWORD));
        server.set("a", new byte[1], LONG);
        memcached.freeze();
        try {
            await().during(Duration.ofSeconds(8)).atMost(Duration.ofSeconds(10)).untilAsserted(this::assertUnavailable);
        } finally {
            memcached.thaw();
        }
        assertHealsSoon();
        assertThat(server.get("a")).isPresent();
    }

    private List<String> told() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void assertUnavailable() {
        assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> server.get("a"));
    }

    private void assertUnavailableAtOnce(String why) {
        long startedAt = System.nanoTime();
        assertThatExceptionOfType(TierUnavailableException.class)
                .isThrownBy(() -> server.get("a"))
                .withMessageContaining(why)
                .withMessageNotContaining(WRONG);
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(AT_ONCE);
    }

    private void assertHealsSoon() {
        await().dontCatchUncaughtExceptions()
                .atMost(SOON)
                .ignoreException(TierUnavailableException.class)
                .untilAsserted(() -> server.get("a"));
    }
}

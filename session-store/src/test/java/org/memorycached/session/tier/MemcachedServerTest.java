package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.WriteOutcomeUnknownException;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;
import org.memorycached.session.tier.MemcachedSettings.Protocol;

/** Real memcached: the contract in both protocols, and what becomes of the three outcomes when it dies or freezes. */
@RequiresRealMemcached
class MemcachedServerTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(5);

    private static MemcachedInstance memcached;

    @BeforeAll
    static void start() {
        memcached = RealMemcached.start();
    }

    @AfterAll
    static void stop() {
        memcached.close();
    }

    private static CacheServer connect(Protocol protocol) {
        return new MemcachedConnector(new MemcachedSettings(protocol, TIMEOUT))
                .connect(ServerAddress.parse(memcached.address()));
    }

    abstract static class OnMemcached extends CacheServerContract {

        private final CacheServer server;

        OnMemcached(Protocol protocol) {
            this.server = connect(protocol);
        }

        @AfterEach
        void close() {
            server.close();
        }

        @Override
        protected CacheServer server() {
            return server;
        }

        @Override
        protected void letPass(Duration duration) {
            LockSupport.parkNanos(duration.toNanos()); // memcached's own clock cannot be moved
        }
    }

    @Nested
    class InBinary extends OnMemcached {
        InBinary() {
            super(Protocol.BINARY);
        }
    }

    @Nested
    class InText extends OnMemcached {
        InText() {
            super(Protocol.TEXT);
        }

        @Override
        protected boolean swapsTellVersions() {
            return false;
        }
    }

    @Nested
    class Outages {

        private final String key = "outage:" + UUID.randomUUID();
        private final CacheServer server = connect(Protocol.BINARY);

        @AfterEach
        void close() {
            server.close();
        }

        @Test
        void a_killed_server_is_unavailable_at_once_and_heals_when_it_is_back() {
            server.set(key, bytes("a"), LONG);
            memcached.kill();
            await().untilAsserted(() -> assertUnavailableWithin(AT_ONCE));
            assertThatExceptionOfType(WriteOutcomeUnknownException.class)
                    .isThrownBy(() -> server.set(key, bytes("b"), LONG));
            assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> server.getAll(List.of(key)));
            assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> server.increment(key));
            server.discard(key); // tells nobody
            memcached.restart();
            await().atMost(Duration.ofSeconds(5))
                    .ignoreException(TierUnavailableException.class)
                    .untilAsserted(() -> assertThat(server.get(key)).isEmpty());
        }

        @Test
        void a_frozen_server_costs_one_timeout_and_then_nothing() {
            server.set(key, bytes("a"), LONG);
            memcached.freeze();
            try {
                assertUnavailableWithin(TIMEOUT.plusMillis(250));
                await().during(Duration.ofSeconds(4))
                        .atMost(Duration.ofSeconds(6))
                        .untilAsserted(() -> assertUnavailableWithin(AT_ONCE));
            } finally {
                memcached.thaw();
            }
            await().atMost(Duration.ofSeconds(5))
                    .ignoreException(TierUnavailableException.class)
                    .untilAsserted(() -> assertThat(server.get(key)).isPresent());
        }

        @Test
        void a_write_that_a_frozen_server_did_not_answer_may_have_been_done_and_the_next_was_not_even_sent() {
            server.set(key, bytes("a"), LONG);
            memcached.freeze();
            try {
                assertThatExceptionOfType(WriteOutcomeUnknownException.class).isThrownBy(() -> server.delete(key));
                assertThatExceptionOfType(TierUnavailableException.class)
                        .isThrownBy(() -> server.set(key, bytes("b"), LONG))
                        .isNotInstanceOf(WriteOutcomeUnknownException.class);
            } finally {
                memcached.thaw();
            }
            await().atMost(Duration.ofSeconds(5))
                    .ignoreException(TierUnavailableException.class)
                    .untilAsserted(() -> assertThat(server.get(key)).isEmpty());
        }

        @Test
        void a_flush_that_a_frozen_server_did_not_answer_may_have_been_done() {
            memcached.freeze();
            try {
                assertThatExceptionOfType(WriteOutcomeUnknownException.class).isThrownBy(server::flush);
            } finally {
                memcached.thaw();
            }
        }

        @ParameterizedTest
        @EnumSource(Protocol.class)
        void a_server_without_versions_is_unavailable_and_says_what_is_to_be_done(Protocol protocol) {
            try (MemcachedInstance versionless = RealMemcached.start("-C");
                    CacheServer other = new MemcachedConnector(new MemcachedSettings(protocol, TIMEOUT))
                            .connect(ServerAddress.parse(versionless.address()))) {
                other.set(key, bytes("a"), LONG);
                assertThatExceptionOfType(TierUnavailableException.class)
                        .isThrownBy(() -> other.get(key))
                        .withMessageContaining("-C");
            }
        }

        @Test
        void a_server_that_freezes_for_less_than_a_timeout_is_not_silent() throws Exception {
            server.set(key, bytes("a"), LONG);
            memcached.freeze();
            CompletableFuture<?> read = CompletableFuture.runAsync(() -> server.get(key));
            LockSupport.parkNanos(TIMEOUT.dividedBy(4).toNanos());
            memcached.thaw();
            read.get(1, TimeUnit.SECONDS);
            assertThat(server.get(key)).isPresent();
        }

        @Test
        void an_interrupted_thread_gets_its_answers_and_stays_interrupted() {
            Thread.currentThread().interrupt();
            server.set(key, bytes("a"), LONG);
            assertThat(server.get(key)).isPresent();
            assertThat(server.stats()).containsKey("evictions");
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void an_interrupted_thread_waits_for_a_frozen_server_no_longer_than_another() {
            memcached.freeze();
            Thread waiting = Thread.currentThread();
            ScheduledExecutorService interrupting = Executors.newSingleThreadScheduledExecutor();
            long began = System.nanoTime();
            Duration waited;
            boolean stayedInterrupted;
            try {
                interrupting.scheduleAtFixedRate(waiting::interrupt, 0, 20, TimeUnit.MILLISECONDS);
                assertThatExceptionOfType(WriteOutcomeUnknownException.class)
                        .isThrownBy(() -> server.set(key, bytes("a"), LONG));
            } finally {
                waited = Duration.ofNanos(System.nanoTime() - began);
                interrupting.shutdownNow();
                stayedInterrupted = Thread.interrupted();
                while (!interrupting.isTerminated()) {
                    Thread.onSpinWait();
                }
                Thread.interrupted(); // by its last
                memcached.thaw();
            }
            assertThat(stayedInterrupted).isTrue();
            assertThat(waited).isBetween(TIMEOUT.dividedBy(2), TIMEOUT.plus(TIMEOUT));
        }

        @Test
        void a_value_that_the_server_refuses_is_an_outage_of_that_write_alone() {
            assertThatExceptionOfType(TierUnavailableException.class)
                    .isThrownBy(() -> server.set(key, new byte[2_000_000], LONG))
                    .withMessageContaining("refused");
            server.set(key, bytes("a"), LONG);
            assertThat(server.get(key)).isPresent();
        }

        @Test
        void a_swap_that_the_server_refuses_is_an_outage_of_that_swap_alone() {
            server.set(key, bytes("a"), LONG);
            server.set(key + "other", bytes("b"), LONG);
            long version = server.get(key).orElseThrow().version();
            ExecutorService readers = Executors.newFixedThreadPool(4);
            List<CompletableFuture<?>> reads = IntStream.range(0, 400)
                    .<CompletableFuture<?>>mapToObj(i -> CompletableFuture.runAsync(
                            () -> assertThat(server.get(key + "other")).isPresent(), readers))
                    .toList();
            assertThatExceptionOfType(TierUnavailableException.class)
                    .isThrownBy(() -> server.swap(key, version, new byte[2_000_000], LONG))
                    .withMessageContaining("refused");
            reads.forEach(CompletableFuture::join);
            readers.shutdown();
        }

        private void assertUnavailableWithin(Duration duration) {
            long startedAt = System.nanoTime();
            assertThatExceptionOfType(TierUnavailableException.class)
                    .isThrownBy(() -> server.get(key))
                    .withMessageContaining(memcached.address());
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(duration);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

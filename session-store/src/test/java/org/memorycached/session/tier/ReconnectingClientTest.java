package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import net.spy.memcached.CachedData;
import net.spy.memcached.transcoders.Transcoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;
import org.memorycached.session.tier.MemcachedSettings.Protocol;

/** What the client library does not heal by itself: each is over five seconds after the server is there again. */
@RequiresRealMemcached
class ReconnectingClientTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final MemcachedSettings SETTINGS = new MemcachedSettings(Protocol.BINARY, Duration.ofMillis(500));

    private final MemcachedInstance memcached = RealMemcached.start();
    private final ServerAddress address = new ServerAddress(
            "cache.test", ServerAddress.parse(memcached.address()).port());

    private volatile String resolvesTo = "127.0.0.1";
    private ReconnectingClient client;
    private CacheServer server;

    @BeforeEach
    void prepare() {
        client = new ReconnectingClient(address, SETTINGS, this::resolve);
    }

    @AfterEach
    void close() {
        server.close();
        memcached.close();
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        if (resolvesTo.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getAllByName(resolvesTo);
    }

    private void connect() {
        server = new MemcachedServer(address, SETTINGS, client);
    }

    @Test
    void a_server_that_is_absent_at_the_start_is_found_when_it_comes() {
        memcached.kill();
        connect();
        assertUnavailableAtOnce();
        memcached.restart();
        assertHealsSoon();
    }

    @Test
    void a_name_that_does_not_resolve_at_the_start_is_tried_again() {
        resolvesTo = "";
        connect();
        assertUnavailableAtOnce();
        resolvesTo = "127.0.0.1";
        assertHealsSoon();
    }

    @Test
    void a_server_that_has_moved_is_found_at_its_new_address() {
        resolvesTo = "127.0.0.2"; // nothing listens there
        connect();
        assertUnavailableAtOnce();
        resolvesTo = "127.0.0.1";
        assertHealsSoon();
    }

    @Test
    void a_name_that_stops_to_resolve_does_no_harm_to_a_server_that_answers() {
        connect();
        server.set("a", new byte[1], LONG);
        resolvesTo = "";
        client.doubtAddress();
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(server.get("a")).isPresent());
    }

    @Test
    void a_client_whose_thread_died_of_an_error_is_replaced() {
        connect();
        server.set("a", new byte[1], LONG);
        Thread ioThread = client.get().getConnection();
        client.get().asyncGets("a", new DiesOfAnError());
        await().dontCatchUncaughtExceptions().atMost(SOON).until(() -> !ioThread.isAlive());
        assertHealsSoon();
    }

    /** The client would be without a connection for a second after a few timeouts: now and then that is when it thaws. */
    @Test
    void a_frozen_server_is_found_the_moment_it_goes_on() {
        connect();
        server.set("a", new byte[1], LONG);
        for (int frozenMillis : new int[] {1_600, 2_000, 2_400, 3_200}) {
            memcached.freeze();
            askFor(Duration.ofMillis(frozenMillis));
            memcached.thaw();
            await().atMost(Duration.ofMillis(300))
                    .ignoreException(TierUnavailableException.class)
                    .untilAsserted(() -> assertThat(server.get("a")).isPresent());
        }
    }

    /**
     * The operating system lets more and more time pass before it tries a connection again: after 7 seconds not for
     * another 4, or 8, as the kernel is.
     */
    @Test
    void a_server_that_took_no_connection_for_a_while_is_found_soon_after_it_does() throws Exception {
        try (DeafRelay relay = new DeafRelay(memcached.address())) {
            client.close();
            ServerAddress deaf = new ServerAddress("127.0.0.1", relay.port());
            client = new ReconnectingClient(deaf, SETTINGS);
            server = new MemcachedServer(deaf, SETTINGS, client);
            askFor(Duration.ofMillis(7_500));
            relay.listen();
            assertHealsIn(Duration.ofSeconds(3));
        }
    }

    private void askFor(Duration time) {
        await().dontCatchUncaughtExceptions()
                .pollInterval(Duration.ofMillis(20))
                .during(time)
                .atMost(time.plusSeconds(5))
                .untilAsserted(() -> assertThatExceptionOfType(TierUnavailableException.class)
                        .isThrownBy(() -> server.get("a")));
    }

    private void assertUnavailableAtOnce() {
        long startedAt = System.nanoTime();
        assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> server.get("a"));
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(AT_ONCE);
    }

    private void assertHealsSoon() {
        assertHealsIn(SOON);
    }

    private void assertHealsIn(Duration time) {
        await().dontCatchUncaughtExceptions()
                .atMost(time)
                .ignoreException(TierUnavailableException.class)
                .untilAsserted(() -> server.get("a"));
    }

    /** Decoding is done on the client's I/O thread. */
    private static final class DiesOfAnError implements Transcoder<Value> {

        @Override
        public boolean asyncDecode(CachedData data) {
            return false;
        }

        @Override
        public CachedData encode(Value value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Value decode(CachedData data) {
            throw new StackOverflowError("by the test");
        }

        @Override
        public int getMaxSize() {
            return CachedData.MAX_SIZE;
        }
    }
}

package org.memorycached.e2e.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.testing.FreePort;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.CacheServer.Swap;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.memorycached.session.tier.ServerAddress;

/** What sessions rely on, of the servers inside the JVM. */
class EmbeddedMemcachedTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static EmbeddedMemcached memcached;
    private static EmbeddedServer server;

    private CacheServer client;

    @BeforeAll
    static void startServers() {
        memcached = new EmbeddedMemcached();
        server = memcached.start(FreePort.next());
    }

    @AfterAll
    static void stopServers() {
        memcached.close();
    }

    @BeforeEach
    void connect() {
        client = connect(server);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void addsOnlyWhatIsNotThere() {
        assertThat(client.add("added", bytes("1"), MINUTE)).isTrue();
        assertThat(client.add("added", bytes("2"), MINUTE)).isFalse();
        assertThat(text("added")).isEqualTo("1");
    }

    @Test
    void swapsOnlyWhatNobodyHasChanged() {
        client.set("swapped", bytes("1"), MINUTE);
        long version = version("swapped");
        assertThat(client.swap("swapped", version, bytes("2"), MINUTE)).isEqualTo(Swap.STORED);
        assertThat(client.swap("swapped", version, bytes("3"), MINUTE)).isEqualTo(Swap.CHANGED);
        assertThat(client.swap("never", version, bytes("3"), MINUTE)).isEqualTo(Swap.GONE);
        assertThat(text("swapped")).isEqualTo("2");
    }

    @Test
    void neverSwapsWhatWasDeletedAndAddedAgain() {
        client.set("again", bytes("1"), MINUTE);
        long version = version("again");
        client.delete("again");
        client.add("again", bytes("1"), MINUTE);
        assertThat(client.swap("again", version, bytes("2"), MINUTE)).isEqualTo(Swap.CHANGED);
    }

    @Test
    void deletes() {
        client.set("deleted", bytes("1"), MINUTE);
        assertThat(client.delete("deleted")).isTrue();
        assertThat(client.delete("deleted")).isFalse();
        assertThat(client.get("deleted")).isEmpty();
    }

    @Test
    void deletesOnlyTheVersionMeant() {
        client.set("versioned", bytes("1"), MINUTE);
        long old = version("versioned");
        client.set("versioned", bytes("2"), MINUTE);
        assertThat(client.delete("versioned", old)).isFalse();
        assertThat(text("versioned")).isEqualTo("2");
        assertThat(client.delete("versioned", version("versioned"))).isTrue();
        assertThat(client.delete("versioned", old)).isFalse();
    }

    /** The last one is a revocation feed's position. Infinispan alone gets no further than ten digits. */
    @ParameterizedTest
    @ValueSource(longs = {0, 9, 4_294_967_295L, 9_999_999_999L, 1_876_951_040_000_000_000L})
    void countsOnFromWhatWasAdded(long start) {
        String key = "counter" + start;
        client.add(key, bytes(Long.toString(start)), Duration.ZERO);
        assertThat(client.increment(key)).hasValue(start + 1);
        assertThat(text(key)).isEqualTo(Long.toString(start + 1));
    }

    @Test
    void countsNothingThatIsNoCounter() {
        assertThat(client.increment("never")).isEmpty();
        client.set("letters", bytes("abc"), MINUTE);
        assertThatThrownBy(() -> client.increment("letters"))
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("refused a incr");
        assertThat(text("letters")).isEqualTo("abc");
    }

    @Test
    void aCountMakesAnotherVersion() {
        client.add("count", bytes("1"), MINUTE);
        long version = version("count");
        client.increment("count");
        assertThat(client.swap("count", version, bytes("7"), MINUTE)).isEqualTo(Swap.CHANGED);
    }

    @Test
    void forgetsWhatHasExpired() {
        Duration second = Duration.ofSeconds(1);
        client.set("brief-set", bytes("1"), second);
        client.add("brief-add", bytes("1"), second);
        client.set("brief-swap", bytes("1"), MINUTE);
        client.swap("brief-swap", version("brief-swap"), bytes("2"), second);
        client.add("brief-count", bytes("1"), second);
        client.increment("brief-count");
        client.set("long", bytes("1"), Duration.ofDays(31));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(
                                client.getAll(List.of("brief-set", "brief-add", "brief-swap", "brief-count", "long")))
                        .containsOnlyKeys("long"));
        assertThat(client.add("brief-set", bytes("2"), MINUTE)).isTrue();
    }

    @Test
    void readsManyAtOnce() {
        client.set("one", bytes("1"), MINUTE);
        client.set("two", bytes("2"), MINUTE);
        assertThat(client.getAll(List.of("one", "two", "never")))
                .containsOnlyKeys("one", "two")
                .containsEntry("two", bytes("2"));
    }

    @Test
    void takesOffers() {
        client.offer("offered", OptionalLong.empty(), bytes("1"), MINUTE);
        await().untilAsserted(() -> assertThat(text("offered")).isEqualTo("1"));
        client.offer("offered", OptionalLong.of(version("offered")), bytes("2"), MINUTE);
        await().untilAsserted(() -> assertThat(text("offered")).isEqualTo("2"));
        client.discard("offered");
        await().untilAsserted(() -> assertThat(client.get("offered")).isEmpty());
    }

    @Test
    void serversShareNothing() {
        client.set("mine", bytes("1"), MINUTE);
        try (EmbeddedServer other = memcached.start(FreePort.next());
                CacheServer otherClient = connect(other)) {
            assertThat(otherClient.get("mine")).isEmpty();
        }
    }

    @Test
    void isEmptyAfterARestartOnTheSamePort() {
        try (EmbeddedServer restarted = memcached.start(FreePort.next());
                CacheServer itsClient = connect(restarted)) {
            itsClient.set("key", bytes("1"), MINUTE);
            restarted.stop();
            assertThatThrownBy(() -> itsClient.get("key")).isInstanceOf(TierUnavailableException.class);
            restarted.start();
            await().ignoreException(TierUnavailableException.class)
                    .untilAsserted(() -> assertThat(itsClient.get("key")).isEmpty());
        }
    }

    private String text(String key) {
        return new String(client.get(key).orElseThrow().bytes(), UTF_8);
    }

    private long version(String key) {
        return client.get(key).orElseThrow().version();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static CacheServer connect(EmbeddedServer server) {
        MemcachedSettings settings = new MemcachedSettings(Protocol.BINARY, Duration.ofSeconds(2));
        return new MemcachedConnector(settings).connect(ServerAddress.parse(server.address()));
    }
}

package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;
import org.memorycached.session.tier.MemcachedSettings.Protocol;

/** The list of a real memcached's keys, from which another server is made whole. */
@RequiresRealMemcached
class KeyDumpTest {

    private static final MemcachedSettings SETTINGS = new MemcachedSettings(Protocol.BINARY, Duration.ofSeconds(5));
    private static final int MANY = 12_000;

    @Test
    void every_key_is_told_with_what_is_left_of_it() {
        try (MemcachedInstance memcached = RealMemcached.start();
                CacheServer server = connect(memcached)) {
            List<Reply<Boolean>> writes = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                Duration timeToLive = i % 2 == 0 ? Duration.ZERO : Duration.ofHours(1);
                writes.add(server.sendSet("session:" + i, Value.of(new byte[i % 3_000]), timeToLive));
                if (i % 1_000 == 0) {
                    writes.forEach(Reply::await);
                    writes.clear();
                }
            }
            writes.forEach(Reply::await);
            server.set("a key with %/?=& in it".replace(' ', '_'), new byte[0], Duration.ofDays(60));

            Map<String, Duration> keys = new HashMap<>();
            assertThat(server.listKeys(keys::put)).isTrue();

            assertThat(keys).hasSize(MANY + 1);
            assertThat(keys.get("session:0")).isZero();
            assertThat(keys.get("session:11999")).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
            assertThat(keys.get("a_key_with_%/?=&_in_it")).isBetween(Duration.ofDays(59), Duration.ofDays(61));
        }
    }

    @Test
    void an_empty_server_has_no_keys_and_one_that_is_gone_is_unavailable() {
        try (MemcachedInstance memcached = RealMemcached.start();
                CacheServer server = connect(memcached)) {
            Map<String, Duration> keys = new HashMap<>();
            assertThat(server.listKeys(keys::put)).isTrue();
            assertThat(keys).isEmpty();
            memcached.kill();
            assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> server.listKeys(keys::put));
        }
    }

    @Test
    void what_is_left_is_counted_by_the_servers_own_clock() throws Exception {
        long itsTime = Instant.now().plus(Duration.ofHours(1)).getEpochSecond(); // its host's clock was set back since
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(listener, itsTime));
            Map<String, Duration> keys = new HashMap<>();
            ServerAddress address = new ServerAddress("127.0.0.1", listener.getLocalPort());
            assertThat(new KeyDump(address, Duration.ofSeconds(5)).tell(keys::put))
                    .isTrue();
            answered.get(5, TimeUnit.SECONDS);
            assertThat(keys)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("a", Duration.ofMinutes(30), "over", Duration.ofSeconds(1), "ever", Duration.ZERO));
        }
    }

    private static void answer(ServerSocket listener, long time) {
        try (Socket socket = listener.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                PrintStream out = new PrintStream(socket.getOutputStream(), true)) {
            assertThat(in.readLine()).isEqualTo("stats");
            out.print("STAT pid 1\r\nSTAT time " + time + "\r\nSTAT uptime 7200\r\nEND\r\n");
            assertThat(in.readLine()).isEqualTo("lru_crawler metadump all");
            out.print("key=a exp=" + (time + 1_800) + " la=1\r\nkey=over exp=" + (time - 5) + " la=1\r\n"
                    + "key=ever exp=-1 la=1\r\nEND\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CacheServer connect(MemcachedInstance memcached) {
        return new MemcachedConnector(SETTINGS).connect(ServerAddress.parse(memcached.address()));
    }
}

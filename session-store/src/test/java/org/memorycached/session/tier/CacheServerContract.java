package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.CacheServer.Swap;
import org.memorycached.session.tier.CacheServer.Swapped;

/** What every {@link CacheServer} does, whatever is behind it. Keys are random, so that one server serves all tests. */
public abstract class CacheServerContract {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final String key = "contract:" + UUID.randomUUID();

    /** The server under test, running. */
    protected abstract CacheServer server();

    /** Lets this much time pass, by waiting or by moving a clock. */
    protected abstract void letPass(Duration duration);

    @Test
    void a_missing_entry_is_a_miss_and_no_outage() {
        assertThat(server().get(key)).isEmpty();
        assertThat(server().getAll(List.of(key, key + "x"))).isEmpty();
        assertThat(server().delete(key)).isFalse();
        assertThat(server().delete(key, 1)).isFalse();
        assertThat(server().swap(key, 1, bytes("a"), LONG)).isEqualTo(Swap.GONE);
        assertThat(server().increment(key)).isEmpty();
        assertThat(decrement()).isEmpty();
    }

    @Test
    void set_stores_and_overwrites() {
        server().set(key, bytes("a"), LONG);
        server().set(key, bytes("b"), Duration.ZERO);
        assertThat(text(key)).contains("b");
    }

    @Test
    void values_are_any_bytes() {
        byte[] all = new byte[100_000];
        IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);
        server().set(key, all, LONG);
        assertThat(server().get(key).orElseThrow().bytes()).isEqualTo(all);
        server().set(key, new byte[0], LONG);
        assertThat(server().get(key).orElseThrow().bytes()).isEmpty();
    }

    @Test
    void add_never_overwrites() {
        assertThat(server().add(key, bytes("first"), LONG)).isTrue();
        assertThat(server().add(key, bytes("second"), LONG)).isFalse();
        assertThat(text(key)).contains("first");
    }

    @Test
    void only_one_of_many_adds_wins() {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 64)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> server().add(key, bytes("by " + i), LONG), pool))
                .toList();
        assertThat(answers.stream().filter(CompletableFuture::join)).hasSize(1);
        pool.shutdown();
    }

    @Test
    void swap_stores_over_the_version_that_was_read() {
        server().set(key, bytes("a"), LONG);
        long version = server().get(key).orElseThrow().version();
        assertThat(server().swap(key, version, bytes("b"), LONG)).isEqualTo(Swap.STORED);
        assertThat(text(key)).contains("b");
    }

    @Test
    void swap_tells_the_version_of_what_it_stored_or_none() {
        server().set(key, bytes("a"), LONG);
        long version = server().get(key).orElseThrow().version();
        for (int swap = 0; swap < 3; swap++) {
            Swapped swapped = server().sendSwap(key, version, Value.of(bytes("b" + swap)), LONG)
                    .await();
            version = server().get(key).orElseThrow().version();
            assertThat(swapped.version()).isIn(version, CacheServer.NO_VERSION);
            assertThat(swapped.version() != CacheServer.NO_VERSION).isEqualTo(swapsTellVersions());
        }
    }

    /** False for a protocol whose answers have no room for it. */
    protected boolean swapsTellVersions() {
        return true;
    }

    @Test
    void swap_leaves_what_somebody_else_has_changed() {
        server().set(key, bytes("a"), LONG);
        long version = server().get(key).orElseThrow().version();
        server().set(key, bytes("theirs"), LONG);
        assertThat(server().swap(key, version, bytes("mine"), LONG)).isEqualTo(Swap.CHANGED);
        assertThat(text(key)).contains("theirs");
    }

    @Test
    void swap_brings_nothing_back() {
        server().set(key, bytes("a"), LONG);
        long version = server().get(key).orElseThrow().version();
        server().delete(key);
        assertThat(server().swap(key, version, bytes("zombie"), LONG)).isEqualTo(Swap.GONE);
        assertThat(server().get(key)).isEmpty();
    }

    @Test
    void an_entry_that_was_deleted_and_added_again_has_another_version() {
        server().set(key, bytes("a"), LONG);
        long version = server().get(key).orElseThrow().version();
        server().delete(key);
        server().add(key, bytes("a"), LONG);
        assertThat(server().swap(key, version, bytes("b"), LONG)).isEqualTo(Swap.CHANGED);
        assertThat(server().delete(key, version)).isFalse();
    }

    @Test
    void delete_removes() {
        server().set(key, bytes("a"), LONG);
        assertThat(server().delete(key)).isTrue();
        assertThat(server().get(key)).isEmpty();
    }

    @Test
    void delete_of_a_version_removes_that_version_only() {
        server().set(key, bytes("a"), LONG);
        long old = server().get(key).orElseThrow().version();
        server().set(key, bytes("b"), LONG);
        assertThat(server().delete(key, old)).isFalse();
        assertThat(text(key)).contains("b");
        assertThat(server().delete(key, server().get(key).orElseThrow().version()))
                .isTrue();
        assertThat(server().get(key)).isEmpty();
        assertThat(server().add(key, bytes("c"), LONG)).isTrue();
    }

    @Test
    void increment_counts_beyond_32_bits() {
        long seed = 1_795_390_000_000L << 20;
        server().add(key, bytes(Long.toString(seed)), Duration.ZERO);
        assertThat(server().increment(key)).isEqualTo(OptionalLong.of(seed + 1));
        assertThat(server().increment(key)).isEqualTo(OptionalLong.of(seed + 2));
        assertThat(text(key)).contains(Long.toString(seed + 2));
    }

    private OptionalLong decrement() {
        return server().sendDecrement(key).await();
    }

    /** The text protocol's answer is as long as the number was before: "9 " for 10 less 1. */
    @Test
    void decrement_counts_down_to_zero_and_no_further() {
        server().add(key, bytes("10"), LONG);
        assertThat(decrement()).isEqualTo(OptionalLong.of(9));
        assertThat(text(key).map(String::strip)).contains("9");
        assertThat(server().increment(key)).isEqualTo(OptionalLong.of(10));
        server().set(key, bytes("1"), LONG);
        assertThat(decrement()).isEqualTo(OptionalLong.of(0));
        assertThat(decrement()).isEqualTo(OptionalLong.of(0));
        assertThat(server().increment(key)).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void touch_gives_another_time_to_live_and_leaves_the_rest() {
        server().set(key, bytes("a"), Duration.ofSeconds(1));
        long version = server().get(key).orElseThrow().version();
        assertThat(server().sendTouch(key, LONG).await()).isTrue();
        letPass(Duration.ofSeconds(3));
        assertThat(text(key)).contains("a");
        assertThat(server().swap(key, version, bytes("b"), LONG)).isEqualTo(Swap.STORED);
        server().delete(key);
        assertThat(server().sendTouch(key, LONG).await()).isFalse();
        assertThat(server().get(key)).isEmpty();
    }

    @Test
    void no_increment_is_lost() throws InterruptedException {
        server().add(key, bytes("1000"), Duration.ZERO);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        IntStream.range(0, 200).forEach(i -> pool.execute(() -> server().increment(key)));
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(text(key)).contains("1200");
    }

    @Test
    void what_is_no_number_is_refused_and_stays() {
        server().set(key, bytes("letters"), LONG);
        assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> server().increment(key));
        // A text connection is made anew after an error of the server's.
        await().ignoreExceptions().untilAsserted(() -> assertThat(text(key)).contains("letters"));
    }

    @Test
    void getAll_answers_what_is_there() {
        server().set(key + "1", bytes("one"), LONG);
        server().set(key + "3", bytes("three"), LONG);
        assertThat(server().getAll(List.of(key + "1", key + "2", key + "3")))
                .containsOnlyKeys(key + "1", key + "3")
                .containsEntry(key + "3", bytes("three"));
    }

    @Test
    void entries_expire_and_do_not_expire_early() {
        server().set(key, bytes("a"), Duration.ofSeconds(2));
        assertThat(server().get(key)).isPresent();
        letPass(Duration.ofMillis(3_500));
        assertThat(server().get(key)).isEmpty();
        assertThat(server().add(key, bytes("b"), LONG)).isTrue();
    }

    @Test
    void a_time_to_live_of_over_thirty_days_is_no_date_in_1970() {
        server().set(key, bytes("a"), Duration.ofDays(31));
        server().set(key + "2", bytes("a"), Duration.ofDays(365_000));
        letPass(Duration.ofMillis(1_100));
        assertThat(server().get(key)).isPresent();
        assertThat(server().get(key + "2")).isPresent();
    }

    @Test
    void an_offer_fills_a_gap_and_overwrites_only_the_version_it_names() {
        server().offer(key, OptionalLong.empty(), bytes("first"), LONG);
        await().untilAsserted(() -> assertThat(text(key)).contains("first"));
        long version = server().get(key).orElseThrow().version();
        server().offer(key, OptionalLong.empty(), bytes("late"), LONG);
        server().offer(key, OptionalLong.of(version + 1_000_000), bytes("wrong"), LONG);
        assertThat(text(key)).contains("first");
        server().offer(key, OptionalLong.of(version), bytes("second"), LONG);
        await().untilAsserted(() -> assertThat(text(key)).contains("second"));
    }

    @Test
    void a_discarded_entry_is_gone() {
        server().set(key, bytes("a"), LONG);
        server().discard(key);
        await().untilAsserted(() -> assertThat(server().get(key)).isEmpty());
    }

    private Optional<String> text(String of) {
        return server().get(of).map(value -> new String(value.bytes(), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

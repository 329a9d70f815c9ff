package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TierTest {

    private static final int KEYS = 20_000;

    private final List<String> keys =
            Stream.generate(() -> "session:" + UUID.randomUUID()).limit(KEYS).toList();

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void a_server_more_moves_only_the_keys_that_it_gets(int servers) {
        Tier before = tier(servers);
        Tier after = tier(servers + 1);
        List<String> moved = keys.stream()
                .filter(key ->
                        !before.serverOf(key).name().equals(after.serverOf(key).name()))
                .toList();
        assertThat(moved).allMatch(key -> after.serverOf(key).name().equals("server" + servers + ":11211"));
        assertThat((double) moved.size() / KEYS).isCloseTo(1.0 / (servers + 1), within(0.02));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void keys_spread_evenly(int servers) {
        Tier tier = tier(servers);
        for (int i = 0; i < servers; i++) {
            int index = i;
            long share = keys.stream().filter(key -> tier.indexOf(key) == index).count();
            assertThat((double) share / KEYS).isCloseTo(1.0 / servers, within(0.02));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void the_order_of_the_list_does_not_matter(int servers) {
        List<CacheServer> reversed = new ArrayList<>(tier(servers).servers());
        Collections.reverse(reversed);
        Tier other = new Tier(reversed);
        assertThat(keys)
                .allMatch(key -> tier(servers)
                        .serverOf(key)
                        .name()
                        .equals(other.serverOf(key).name()));
    }

    private static Tier tier(int servers) {
        return new Tier(IntStream.range(0, servers)
                .mapToObj(i -> new HeapCacheServer("server" + i + ":11211", Clock.systemUTC()))
                .toList());
    }
}

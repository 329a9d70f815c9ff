package org.memorycached.session.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.Tier;
import org.memorycached.session.tier.UnreliableServer;

class HeapAttemptLimitTest extends AttemptLimitContract {

    private final Tier tier = new Tier(
            List.of(new HeapCacheServer("one:1", Clock.systemUTC()), new HeapCacheServer("two:2", Clock.systemUTC())));

    @Override
    Tier tier() {
        return tier;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 2, 1, 1, window",
        "9, 0, 2, 1, 1, free",
        "9, 3, 2, 1, 1, free",
        "9, 1, 2, 0, 1, firstPause",
        "9, 1, 2, 2, 1, longestPause"
    })
    void aRuleThatDoesNotFitItselfSaysSo(int window, int free, int most, int first, int longest, String which) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttemptRule(
                        Duration.ofSeconds(window), free, most, Duration.ofSeconds(first), Duration.ofSeconds(longest)))
                .withMessageContaining(which);
    }

    @Test
    void aNameIsFitForKeys() {
        AttemptLimits limits = new AttemptLimits(tier, clock);
        assertThatIllegalArgumentException().isThrownBy(() -> limits.marks("a b", Duration.ofDays(1)));
    }

    @Test
    void whileAServerIsAwayTheNextOneCounts() {
        List<UnreliableServer> servers = Stream.of("one:1", "two:1")
                .map(name -> new UnreliableServer(new HeapCacheServer(name, clock)))
                .toList();
        AttemptLimit limit = new AttemptLimits(new Tier(servers), clock)
                .limit(
                        "test",
                        new AttemptRule(Duration.ofMinutes(15), 3, 8, Duration.ofSeconds(1), Duration.ofSeconds(4)));
        for (UnreliableServer away : servers) {
            away.fail();
            long allowed = IntStream.range(0, 1_000)
                    .filter(i -> limit.begin("dwho").allowed())
                    .count();
            assertThat(allowed).as("before the first pause").isEqualTo(3);
            away.heal();
        }
        servers.forEach(UnreliableServer::fail);
        assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> limit.begin("dwho"));
    }
}

package org.memorycached.session.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionStore;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.Tier;

@RequiresRealMemcached
class RealMemcachedAttemptLimitTest extends AttemptLimitContract {

    private static MemcachedInstance memcached;
    private static Tier tier;

    @BeforeAll
    static void start() {
        memcached = RealMemcached.start();
        tier = connect(memcached);
    }

    private static Tier connect(MemcachedInstance instance) {
        return new Tier(List.of(new MemcachedConnector(new MemcachedSettings(Protocol.BINARY, Duration.ofSeconds(1)))
                .connect(ServerAddress.parse(instance.address()))));
    }

    @AfterAll
    static void stop() {
        tier.close();
        memcached.close();
    }

    @Override
    Tier tier() {
        return tier;
    }

    /** memcached's clock ticks once a second, wherever in its second a pause begins. */
    @Test
    void aPauseOfASecondIsNotOverBeforeItsEnd() {
        try (Tier connections = connect(memcached)) {
            Duration second = Duration.ofSeconds(1);
            AttemptLimit limit = new AttemptLimits(connections, clock)
                    .limit("test", new AttemptRule(Duration.ofMinutes(15), 1, 8, second, second));
            assertThat(limit.begin("impatient").allowed()).isTrue();
            await().pollDelay(Duration.ofMillis(950)).until(() -> true);
            assertThat(limit.begin("impatient").allowed()).isFalse();
        }
    }

    @Test
    void whatCannotBeCountedIsNotAllowed() {
        MemcachedInstance dying = RealMemcached.start();
        try (Tier connections = connect(dying)) {
            AttemptLimit limit =
                    new AttemptLimits(connections, clock).limit("test", AttemptRule.atMost(3, Duration.ofMinutes(1)));
            limit.begin("dwho");
            dying.close();

            assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> limit.begin("dwho"));
        }
    }

    /** Nobody has signed in since: what brings the connections back are the store's polls; without them this is red. */
    @Test
    void theFirstSignInAfterAnOutageIsCounted() {
        MemcachedInstance restarted = RealMemcached.start();
        try (SessionStore store =
                SessionStore.builder().servers(restarted.address()).clock(clock).build()) {
            AttemptLimit limit = store.attemptLimits().limit("test", AttemptRule.atMost(3, Duration.ofMinutes(1)));
            limit.begin("dwho");
            restarted.kill();
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            restarted.restart();
            await().pollDelay(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(7))
                    .until(() -> true);
            assertThat(limit.begin("dwho").allowed()).isTrue();
        } finally {
            restarted.close();
        }
    }
}

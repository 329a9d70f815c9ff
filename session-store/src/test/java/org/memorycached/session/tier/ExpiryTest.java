package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.memorycached.session.MutableClock;

class ExpiryTest {

    private final MutableClock clock = new MutableClock();

    @Test
    void zero_is_never() {
        assertThat(Expiry.of(Duration.ZERO, clock)).isZero();
    }

    @Test
    void parts_of_a_second_are_rounded_up() {
        assertThat(Expiry.of(Duration.ofMillis(1), clock)).isEqualTo(1);
        assertThat(Expiry.of(Duration.ofMillis(1_001), clock)).isEqualTo(2);
        assertThat(Expiry.of(Duration.ofSeconds(300), clock)).isEqualTo(300);
    }

    @Test
    void beyond_thirty_days_it_is_a_date() {
        long now = clock.instant().getEpochSecond();
        assertThat(Expiry.of(Duration.ofSeconds(2_592_000), clock)).isEqualTo(2_592_000);
        assertThat(Expiry.of(Duration.ofSeconds(2_592_001), clock)).isEqualTo((int) (now + 2_592_001));
    }

    @Test
    void what_32_bits_cannot_say_is_never() {
        assertThat(Expiry.of(Duration.ofDays(36_500), clock)).isZero();
    }
}

package org.memorycached.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {

    private static final Instant NOW = Instant.parse("2026-11-22T14:03:11.789Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, just now",
        "PT0.4S, just now",
        "PT-0.4S, just now",
        "PT1S, 1 second ago",
        "PT-1S, in 1 second",
        "PT59S, 59 seconds ago",
        "PT119S, 119 seconds ago",
        "PT2M, 2 minutes ago",
        "PT-29M-59.6S, in 30 minutes",
        "PT119M, 119 minutes ago",
        "PT2H, 2 hours ago",
        "PT-12H, in 12 hours",
        "PT47H, 47 hours ago",
        "P2D, 2 days ago",
        "P-30D, in 30 days",
    })
    void says_how_far_away_it_is(Duration past, String words) {
        assertThat(new Moment(NOW.minus(past), NOW).words()).isEqualTo(words);
    }

    @Test
    void is_written_down_for_machines_and_in_a_zone_that_all_know() {
        assertThat(new Moment(NOW, NOW).iso()).isEqualTo("2026-11-22T14:03:11Z");
        assertThat(new Moment(NOW, NOW).utc()).isEqualTo("22 Nov 2026, 14:03:11 UTC");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0 ms", "PT0.412S, 412 ms", "PT1S, 1.0 s", "PT59.96S, 60.0 s"})
    void a_short_time_is_brief(Duration time, String brief) {
        assertThat(Moment.brief(time)).isEqualTo(brief);
    }
}

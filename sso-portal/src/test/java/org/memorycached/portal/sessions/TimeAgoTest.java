package org.memorycached.portal.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAgoTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "-PT5S, just now",
        "PT0S, just now",
        "PT59.999S, just now",
        "PT1M, 1 minute ago",
        "PT1M59S, 1 minute ago",
        "PT59M59S, 59 minutes ago",
        "PT1H, 1 hour ago",
        "PT23H59M, 23 hours ago",
        "P1D, 1 day ago",
        "P45D, 45 days ago"
    })
    void isTold(Duration ago, String words) {
        assertThat(TimeAgo.of(NOW.minus(ago), NOW)).isEqualTo(words);
    }
}

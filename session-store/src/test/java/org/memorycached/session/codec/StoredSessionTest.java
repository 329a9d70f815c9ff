package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredSessionTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final StoredSession session =
            StoredSession.startingAt(START, Duration.ofMinutes(30), Duration.ofHours(1), Map.of("uid", "dwho"));

    @Test
    void it_expires_when_it_is_not_used() {
        assertThat(session.isLiveAt(START.plus(Duration.ofMinutes(29)))).isTrue();
        assertThat(session.isLiveAt(START.plus(Duration.ofMinutes(30)))).isFalse();
    }

    @Test
    void use_puts_the_idle_timeout_off_but_not_the_absolute_one() {
        StoredSession used = session.usedAt(START.plus(Duration.ofMinutes(25)), Duration.ofMinutes(30))
                .usedAt(START.plus(Duration.ofMinutes(50)), Duration.ofMinutes(30));
        assertThat(used.isLiveAt(START.plus(Duration.ofMinutes(59)))).isTrue();
        assertThat(used.isLiveAt(START.plus(Duration.ofMinutes(60)))).isFalse();
        assertThat(used.createdAt()).isEqualTo(START);
    }

    @Test
    void zero_is_never() {
        StoredSession endless = StoredSession.startingAt(START, Duration.ZERO, Duration.ZERO, Map.of());
        assertThat(endless.isLiveAt(START.plus(Duration.ofDays(100_000)))).isTrue();
        StoredSession absolute = StoredSession.startingAt(START, Duration.ZERO, Duration.ofHours(1), Map.of());
        assertThat(absolute.isLiveAt(START.plus(Duration.ofMinutes(61)))).isFalse();
    }

    @Test
    void attributes_are_a_copy_that_nobody_can_change() {
        List<Object> roles = new ArrayList<>(List.of("user"));
        StoredSession stored = StoredSession.startingAt(START, Duration.ZERO, Duration.ZERO, Map.of("roles", roles));
        roles.add("admin");
        assertThat(stored.attributes()).containsEntry("roles", List.of("user"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ((List<?>) stored.attributes().get("roles")).clear());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> stored.attributes().clear());
    }

    @Test
    void values_do_not_show_in_text() {
        assertThat(session.toString()).contains("uid").doesNotContain("dwho");
    }
}

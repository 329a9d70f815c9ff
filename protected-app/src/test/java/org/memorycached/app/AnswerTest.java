package org.memorycached.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.memorycached.session.Session;
import org.memorycached.session.SessionStore;
import org.memorycached.session.security.SsoPrincipal;
import org.memorycached.session.tier.HeapCacheServer;

class AnswerTest {

    private static Session justRead() {
        try (SessionStore store = SessionStore.builder()
                .servers("central:11211")
                .connector(address -> new HeapCacheServer("central", Clock.systemUTC()))
                .build()) {
            return store.create(Map.of("uid", "dwho")).session();
        }
    }

    @Test
    void what_the_central_tier_has_just_said_has_no_age() {
        SsoPrincipal user = new SsoPrincipal("dwho", justRead(), Duration.ofNanos(1_234_567));
        assertThat(Answer.of(user, Instant.now().plusSeconds(9)))
                .isEqualTo(new Answer("central", 1_234, Duration.ZERO, ""));
    }
}

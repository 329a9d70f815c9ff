package org.memorycached.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.memorycached.e2e.environment.ComposeEnvironment;
import org.memorycached.e2e.environment.SmokeScript;
import org.memorycached.e2e.environment.SsoEnvironment;

/** The story in the environment of {@code docker compose up --build}. */
class ComposeIT extends SingleSignOnStory {

    private static ComposeEnvironment compose;

    @BeforeAll
    static void start() {
        compose = ComposeEnvironment.start();
    }

    @AfterAll
    static void stop() {
        if (compose != null) {
            compose.close();
        }
    }

    @Override
    SsoEnvironment environment() {
        return compose;
    }

    @Test
    void only_the_three_web_ports_are_published_and_only_on_loopback() {
        assertThat(compose.published("portal")).containsExactly("127.0.0.1:8080");
        assertThat(compose.published("app1")).containsExactly("127.0.0.1:8081");
        assertThat(compose.published("app2")).containsExactly("127.0.0.1:8081");
        for (String service : List.of("central1", "central2")) {
            assertThat(compose.published(service)).isEmpty();
        }
    }

    @Test
    void nothing_runs_as_root() {
        for (String service : List.of("portal", "app1", "app2", "central1", "app1-local")) {
            assertThat(compose.run(service, "id", "-u")).isNotEqualTo("0").matches("\\d+");
        }
    }

    @Test
    void the_smoke_script_passes() {
        SmokeScript.runAgainst(compose);
    }

    @Test
    void the_break_script_passes() {
        SmokeScript.breakAndMend(compose);
    }
}

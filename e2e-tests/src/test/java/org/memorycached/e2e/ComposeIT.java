package org.memorycached.e2e;

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
    void the_smoke_script_passes() {
        SmokeScript.runAgainst(compose);
    }
}

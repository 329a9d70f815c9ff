package org.memorycached.e2e;

import org.junit.jupiter.api.Test;
import org.memorycached.e2e.environment.JarEnvironment;
import org.memorycached.e2e.environment.SmokeScript;
import org.memorycached.e2e.environment.SsoEnvironment;

/** The story with the real jars, as processes, on memcached. */
class SingleSignOnIT extends SingleSignOnStory {

    @Override
    SsoEnvironment environment() {
        return JarEnvironment.shared();
    }

    @Test
    void the_smoke_script_passes() {
        SmokeScript.runAgainst(JarEnvironment.shared());
    }
}

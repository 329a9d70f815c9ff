package org.memorycached.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.memorycached.e2e.environment.ApplicationFailedException;
import org.memorycached.e2e.environment.ApplicationJar;
import org.memorycached.e2e.environment.ApplicationProcess;
import org.memorycached.e2e.environment.JarEnvironment;
import org.memorycached.session.testing.FreePort;

/**
 * What the README says of {@code -Dspring.aot.enabled=true}: the decisions are those of the build, and what comes too late
 * is said. That such an application does what the others do is told by the stories: one of theirs is one.
 */
class AheadOfTimeIT {

    @Test
    void a_key_that_the_application_was_built_without_is_refused() throws IOException {
        ApplicationJar application = ApplicationJar.of(
                        "ahead-of-time", JarEnvironment.jar("protected-app"), FreePort.next())
                .startingFast()
                .processedAheadOfTime()
                .with("session-store.identity.token.keys[0]", "hunter2");
        try (ApplicationProcess process = application.start(Path.of("target", "logs"))) {
            assertThatThrownBy(() -> process.awaitReady(Duration.ofMinutes(3)))
                    .isInstanceOf(ApplicationFailedException.class)
                    .hasMessageContaining("ended before it was ready");

            assertThat(Files.readString(process.logFile()))
                    .contains("Starting AOT-processed")
                    .contains("The property session-store.identity.token.keys has the value '(secrets)'.")
                    .contains("it needs a key where it is built")
                    .doesNotContain("hunter2");
        }
    }
}

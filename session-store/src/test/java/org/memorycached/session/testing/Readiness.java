package org.memorycached.session.testing;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Waits until a memcached that has been started answers. */
final class Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Readiness() {}

    /** Waits up to ten seconds for an answer. */
    static void await(String address) {
        Awaitility.await("memcached at " + address)
                .atMost(PATIENCE)
                .pollInterval(PAUSE)
                .pollDelay(Duration.ZERO)
                .until(() -> answers(address));
    }

    private static boolean answers(String address) {
        try (PlainConnection connection = PlainConnection.to(address)) {
            return connection.ask("version").startsWith("VERSION");
        } catch (IOException e) {
            return false;
        }
    }
}

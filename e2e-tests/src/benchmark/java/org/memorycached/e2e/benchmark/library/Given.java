package org.memorycached.e2e.benchmark.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.memorycached.session.SessionId;

/** What the benchmark's JVM tells those that JMH measures in: by system properties. */
final class Given {

    static final String CENTRAL = "given.central";
    static final String LOCAL = "given.local";
    static final String REDIS_PORT = "given.redisPort";
    static final String IDS = "given.ids";

    private Given() {}

    static String[] central() {
        return System.getProperty(CENTRAL).split(",");
    }

    static String local() {
        return System.getProperty(LOCAL);
    }

    static int redisPort() {
        return Integer.getInteger(REDIS_PORT);
    }

    /** Ids of sessions in the central tier, by which alone they can be found. */
    static List<SessionId> ids() {
        try {
            return Files.readAllLines(Path.of(System.getProperty(IDS))).stream()
                    .map(SessionId::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

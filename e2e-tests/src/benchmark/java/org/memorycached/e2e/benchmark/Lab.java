package org.memorycached.e2e.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.memorycached.e2e.benchmark.http.Applications;
import org.memorycached.e2e.benchmark.servers.Program;

/** Where it is measured: the options, the folder for results and logs, the applications that run. */
public final class Lab implements AutoCloseable {

    /** Results, logs and what is needed in between, below the module's folder. */
    static final Path FOLDER = Path.of("target", "benchmark");

    private final Options options;
    private final long started = System.nanoTime();
    private @Nullable Applications applications;

    private Lab(Options options) {
        this.options = options;
    }

    static Lab open(Options options) {
        try {
            Files.createDirectories(FOLDER.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Lab lab = new Lab(options);
        lab.say(Program.checkAll());
        return lab;
    }

    public Options options() {
        return options;
    }

    /** For results. */
    public Path folder() {
        return FOLDER;
    }

    /** For logs. */
    public Path logs() {
        return FOLDER.resolve("logs");
    }

    /** The applications that run, started when they are asked for. */
    public Applications applications() {
        if (applications == null) {
            applications = new Applications(this);
        }
        return applications;
    }

    /** One line of progress. */
    public void say(String what) {
        System.out.printf(
                "%5d s  %s%n", Duration.ofNanos(System.nanoTime() - started).toSeconds(), what);
        System.out.flush();
    }

    /** Idle applications take memory and a little time from whoever is measured next. */
    void closeWhatIsNotNeededAfter(Row row) {
        if (!row.usesApplications()) {
            close();
        }
    }

    @Override
    public void close() {
        if (applications != null) {
            applications.close();
            applications = null;
        }
    }
}

package org.memorycached.session.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The {@code memcached} program of this machine, one process for each instance, ended by its process id. */
final class MemcachedProgram implements MemcachedInstance {

    private static final String NAME = "memcached";

    private final Path program;
    private final List<String> options;
    private final int port = FreePort.next();
    private Process process;

    private MemcachedProgram(Path program, List<String> options) {
        this.program = program;
        this.options = options;
        this.process = launch();
        // A test run that is interrupted does not get to close().
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    /** Where the program is: the first of that name on the PATH. */
    static Optional<Path> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Why there can be none here; empty if there can. */
    static Optional<String> whyNot() {
        return find().isPresent() ? Optional.empty() : Optional.of("there is no program memcached on the PATH");
    }

    static MemcachedInstance start(String... options) {
        return new MemcachedProgram(
                find().orElseThrow(() -> new IllegalStateException(whyNot().orElse(""))), List.of(options));
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        waitFor(process);
    }

    @Override
    public void restart() {
        kill();
        process = launch();
    }

    @Override
    public void freeze() {
        signal("STOP");
        awaitThatNoThreadRuns();
    }

    /** A signal takes effect a moment later on a busy machine; Linux tells when. */
    private void awaitThatNoThreadRuns() {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (Files.isDirectory(threads)) {
            Awaitility.await("memcached is stopped")
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> allStopped(threads));
        }
    }

    private static boolean allStopped(Path threads) throws IOException {
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public void thaw() {
        signal("CONT");
    }

    @Override
    public void close() {
        kill();
    }

    private Process launch() {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "-l", "127.0.0.1", "-p", Integer.toString(port)));
        if ("root".equals(System.getProperty("user.name"))) {
            // memcached refuses to run as root unless it is told whom to become.
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(options);
        Process started = run(command);
        Readiness.await(address());
        return started;
    }

    private void signal(String name) {
        waitFor(run(List.of("kill", "-" + name, Long.toString(process.pid()))));
    }

    private static Process run(List<String> command) {
        try {
            return new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot run " + command, e);
        }
    }

    private static void waitFor(Process process) {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for process " + process.pid(), e);
        }
    }
}

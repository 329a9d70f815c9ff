package org.memorycached.e2e.environment;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end, for at most ten minutes. */
public final class Command {

    private static final int NO_SUCH_PROGRAM = 127;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ProcessBuilder builder;

    /**
     * What it came to.
     *
     * @param exitCode 127, as a shell says it, if there is no such program
     * @param output standard output and error output together
     */
    public record Result(int exitCode, String output) {}

    private Command(List<String> words) {
        builder = new ProcessBuilder(words).redirectErrorStream(true);
    }

    public static Command of(List<String> words) {
        return new Command(words);
    }

    public Command in(Path folder) {
        builder.directory(folder.toAbsolutePath().toFile());
        return this;
    }

    public Command with(String variable, String value) {
        builder.environment().put(variable, value);
        return this;
    }

    private Process start(File output) {
        try {
            return builder.redirectOutput(output).start();
        } catch (IOException e) {
            return null; // the program is not there
        }
    }

    public Result run() {
        try {
            File output = File.createTempFile("command", ".log");
            try {
                Process process = start(output);
                if (process == null) {
                    return new Result(NO_SUCH_PROGRAM, "");
                }
                if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                }
                return new Result(process.exitValue(), Files.readString(output.toPath()));
            } finally {
                Files.delete(output.toPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package org.memorycached.session.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Says in one line of the build's output how much a fuzz target was fuzzed, and whether something was found. Silent where
 * the target only replays its corpus. Register it as a static field of the target's class.
 *
 * <p>It counts by itself, because the fuzzer's own figures name no target, and those of several that run side by side
 * cannot be told apart. Thread-safe.
 */
public final class FuzzFigures implements BeforeAllCallback, AfterAllCallback {

    private static final boolean FUZZING = System.getenv("JAZZER_FUZZ") != null;

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    /** Far more than any corpus has, and far less than half a minute brings. */
    private static final int LEAST_RUNS = 1_000;

    private final String target;
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong deep = new AtomicLong();
    private long start;

    /** @param target what is fuzzed, as the line calls it */
    public FuzzFigures(String target) {
        this.target = target;
    }

    /** Call it at the beginning of each run. */
    public void run() {
        runs.incrementAndGet();
    }

    /** Call it where an input was accepted: a target that accepts nothing proves little. */
    public void accepted() {
        deep.incrementAndGet();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start = System.nanoTime();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (FUZZING) {
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            // The process's own error output: what a test prints goes into a file.
            PrintStream console =
                    new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
            console.println(line(taken, context.getExecutionException().isPresent()));
            requireThatItFuzzed(taken);
        }
    }

    /** Without its switch or its hooks the fuzzer replays the corpus, and finds nothing. */
    private void requireThatItFuzzed(Duration taken) {
        if (taken.compareTo(LONG_ENOUGH) >= 0 && (runs.get() < LEAST_RUNS || deep.get() == 0)) {
            throw new AssertionError("This was no fuzzing of " + target + ": see the line above");
        }
    }

    private String line(Duration taken, boolean failed) {
        return "Fuzzed %s: %,d runs, %,d of them accepted, in %d s, %,.0f a second%s"
                .formatted(
                        target,
                        runs.get(),
                        deep.get(),
                        taken.toSeconds(),
                        runs.get() * 1000.0 / Math.max(1, taken.toMillis()),
                        failed ? ": FAILED" : "");
    }
}

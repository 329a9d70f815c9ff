package org.memorycached.e2e.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An application that runs as a process of its own. It ends with {@link #close}, and in any case with this JVM, unless
 * that is killed hard.
 *
 * <p>Safe for use by many threads.
 */
public final class ApplicationProcess implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** Longer than the ten seconds that an application gives requests which are under way; then it is killed. */
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(15);

    private final ApplicationJar application;
    private final ApplicationLog log;
    private final Readiness readiness;
    private final Thread lastResort = new Thread(this::stop, "stop application");
    private @Nullable Process process;
    private boolean stopping;

    private ApplicationProcess(ApplicationJar application, ApplicationLog log) {
        this.application = application;
        this.log = log;
        this.readiness = new Readiness(application.port());
    }

    static ApplicationProcess start(ApplicationJar application, Path logs) {
        if (!Files.isRegularFile(application.jar())) {
            throw new ApplicationFailedException(
                    application.name() + " has no jar " + application.jar().normalize() + ": build it first");
        }
        try {
            ApplicationProcess started =
                    new ApplicationProcess(application, ApplicationLog.of(application.name(), logs));
            // Before there is a process: the JVM may be told to end at any moment.
            Runtime.getRuntime().addShutdownHook(started.lastResort);
            started.launch();
            return started;
        } catch (IOException e) {
            throw new ApplicationFailedException(application.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private synchronized void launch() throws IOException {
        if (stopping) {
            throw new ApplicationFailedException(application.name() + " is not started any more: this JVM is ending");
        }
        process = new ProcessBuilder(application.command())
                .redirectErrorStream(true)
                .redirectOutput(log.file().toFile())
                .start();
    }

    /** What it is called. */
    public String name() {
        return application.name();
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return application.port();
    }

    /** The id of its process. */
    public long pid() {
        return running().pid();
    }

    /** The file that its output goes to. */
    public Path logFile() {
        return log.file();
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws ApplicationFailedException if it ends before that, or takes longer
     */
    public void awaitReady(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!readiness.given()) {
            if (!isAlive()) {
                throw ended("ended before it was ready");
            }
            if (System.nanoTime() - deadline > 0) {
                throw failed("was not ready in " + atMost.toSeconds() + " s");
            }
            pause();
        }
    }

    /** Completed when the process ends; whoever did not stop it may get an {@link #ended} from here. */
    public CompletableFuture<ApplicationProcess> onExit() {
        return running().onExit().thenApply(ended -> this);
    }

    /** Why it has ended, for a message: its exit code and the end of its log. */
    public ApplicationFailedException ended(String what) {
        return failed(what + ", with exit code " + running().exitValue());
    }

    public boolean isAlive() {
        return running().isAlive();
    }

    /** Ends it, gently for 15 seconds; returns when it has ended. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook at work.
        }
    }

    private void stop() {
        Process ending = stopped();
        if (ending == null) {
            return;
        }
        ending.destroy();
        try {
            if (!ending.waitFor(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Process stopped() {
        stopping = true;
        return process;
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(application.name() + " has not been started");
        }
        return process;
    }

    private ApplicationFailedException failed(String what) {
        return new ApplicationFailedException(application.name() + " " + what + ". " + log.lastLines());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an application", e);
        }
    }
}

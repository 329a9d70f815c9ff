package org.memorycached.e2e.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.memorycached.e2e.embedded.EmbeddedMemcached;
import org.memorycached.e2e.environment.ApplicationFailedException;
import org.memorycached.e2e.environment.ApplicationJar;
import org.memorycached.e2e.environment.ApplicationProcess;

/**
 * Starts everything, says where it is, and ends everything when it is told to end: by Ctrl-C, by a signal to itself or
 * to Maven, or by Maven's death. Exits with 1 if something does not start, or ends by itself.
 */
public final class Demo {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration TIME_TO_HEAR_OF_A_STOP = Duration.ofSeconds(1);

    private final Path logs;
    private final long started = System.nanoTime();
    private volatile boolean stopping;

    private Demo(Path logs) {
        this.logs = logs;
    }

    public static void main(String[] arguments) {
        Parent.watch();
        try {
            new Demo(Path.of(System.getProperty("demo.logs", "target/logs"))).run();
        } catch (DemoException | ApplicationFailedException e) {
            System.out.flush();
            System.err.println("\n" + e.getMessage() + "\n");
            // Ends the applications too, by their shutdown hooks.
            System.exit(1);
        }
    }

    private void run() {
        DemoPort.checkAll();
        List<ApplicationJar> applications = DemoApplications.all();
        Runtime.getRuntime().addShutdownHook(new Thread(this::sayThatItEnds));
        startMemcached();
        try {
            runUntilOneEnds(applications);
        } catch (ApplicationFailedException e) {
            // Ctrl-C goes to the applications as well, which may be faster than this JVM's hook.
            pause(TIME_TO_HEAR_OF_A_STOP);
            if (!stopping) {
                throw e;
            }
        }
    }

    private void runUntilOneEnds(List<ApplicationJar> applications) {
        List<ApplicationProcess> processes = start(applications);
        sayThatItRuns();
        ApplicationProcess ended = CompletableFuture.anyOf(
                        processes.stream().map(ApplicationProcess::onExit).toArray(CompletableFuture[]::new))
                .thenApply(ApplicationProcess.class::cast)
                .join();
        throw ended.ended("has ended by itself");
    }

    /** They live in this JVM, and as long as it does: longer than the applications. */
    private void startMemcached() {
        say("Starting five memcached servers inside this JVM, two central and three local ...");
        EmbeddedMemcached memcached = new EmbeddedMemcached();
        for (DemoPort port : DemoPort.MEMCACHED) {
            memcached.start(port.number());
        }
        say("memcached is ready");
    }

    private List<ApplicationProcess> start(List<ApplicationJar> applications) {
        say("Starting the portal and two applications, with their logs in " + logs.normalize() + " ...");
        List<ApplicationProcess> processes = new ArrayList<>();
        applications.forEach(application -> processes.add(application.start(logs)));
        processes.forEach(process -> {
            process.awaitReady(LONGEST_START);
            say(process.name() + " is ready");
        });
        return processes;
    }

    private void sayThatItRuns() {
        System.out.printf(
                """

                The demo is running.

                  Portal         %s/
                  Application 1  %s/
                  Application 2  %s/

                  Sign in as     dwho / dwho, msmith / msmith, or rtyler / rtyler (an administrator)
                  Logs           %s

                Ctrl-C ends it.

                """,
                DemoApplications.url(DemoPort.PORTAL),
                DemoApplications.url(DemoPort.APP1),
                DemoApplications.url(DemoPort.APP2),
                logs.normalize());
        System.out.flush();
    }

    private void sayThatItEnds() {
        stopping = true;
        System.out.println("Stopping the demo ...");
        System.out.flush();
    }

    private void say(String what) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        System.out.printf("%4d s  %s%n", elapsed.toSeconds(), what);
        System.out.flush();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

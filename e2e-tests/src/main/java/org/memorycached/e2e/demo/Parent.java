package org.memorycached.e2e.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * Ends this JVM when the process that started it has gone. Ctrl-C reaches all processes of a terminal, and Maven passes
 * SIGTERM on; but a Maven that is killed hard can tell nobody.
 */
final class Parent {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private Parent() {}

    /** Watches it from now on, on a daemon thread. */
    static void watch() {
        Optional<Long> parent = pid();
        Thread watch = new Thread(() -> exitAfter(parent), "watch parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static void exitAfter(Optional<Long> parent) {
        // An orphan gets another parent.
        while (pid().equals(parent)) {
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
        System.exit(1);
    }

    private static Optional<Long> pid() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid);
    }
}

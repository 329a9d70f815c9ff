package org.memorycached.e2e.drill;

import java.time.Duration;
import org.memorycached.session.testing.MemcachedInstance;

/** Does to a server what a fault says. */
final class Accident {

    private Accident() {}

    /** Returns when the server is back. */
    static void happens(Fault.Kind kind, MemcachedInstance server, Duration duration) throws InterruptedException {
        switch (kind) {
            case KILL -> {
                server.kill();
                try {
                    Thread.sleep(duration.toMillis());
                } finally {
                    server.restart();
                }
            }
            case FREEZE -> {
                server.freeze();
                try {
                    Thread.sleep(duration.toMillis());
                } finally {
                    server.thaw();
                }
            }
            case RESTART -> server.restart();
        }
    }
}

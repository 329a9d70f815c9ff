package org.memorycached.session.tier;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Executor;

/** Carries bytes between two connections, until one of them ends. */
final class Pump {

    private Pump() {}

    /** Both ways, by two threads. */
    static void start(Socket one, Socket other, Executor threads) {
        threads.execute(() -> carry(one, other));
        threads.execute(() -> carry(other, one));
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // by either side
        }
    }
}

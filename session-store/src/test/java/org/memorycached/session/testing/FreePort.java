package org.memorycached.session.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on 127.0.0.1 for servers that tests start, stop and start again. */
public final class FreePort {

    /**
     * Below the range that outgoing connections take their ports from (32768 and up on Linux): while a server is down,
     * a client that keeps connecting to a port of that range can end up connected to itself, and the server cannot
     * start again.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    /** Test processes that run beside each other, up to three, numbered from 1, take from a part of the range each. */
    private static final int PARTS = 4;

    private static final int SIZE = (LAST - FIRST) / PARTS;
    private static final int FROM = FIRST + Integer.getInteger("test.process", 0) % PARTS * SIZE;
    private static final int ATTEMPTS = 1_000;

    private FreePort() {}

    /** A port on which nothing listens at this moment. */
    public static int next() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = FROM + ThreadLocalRandom.current().nextInt(SIZE);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + FROM + " and " + (FROM + SIZE));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

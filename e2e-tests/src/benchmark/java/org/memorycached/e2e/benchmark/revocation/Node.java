package org.memorycached.e2e.benchmark.revocation;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.memorycached.e2e.benchmark.servers.Pause;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionOrigin;
import org.memorycached.session.SessionStore;

/** A store that serves its copies, and a thread that keeps asking it for sessions until it refuses them. */
final class Node implements AutoCloseable {

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(2);
    private static final int MOST_READS = 200;

    private final SessionStore store;
    private final Queue<Logout> watched = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::watch, "node");
    private volatile boolean closed;

    Node(SessionStore store) {
        this.store = store;
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Reads a session until the answer comes from a copy. */
    void copy(SessionId id) {
        for (int read = 0; read < MOST_READS; read++) {
            if (store.find(id).orElseThrow().origin().level() != SessionOrigin.Level.CENTRAL) {
                return;
            }
            Pause.of(BETWEEN_QUESTIONS);
        }
        throw new IllegalStateException("A node makes no copies");
    }

    void watch(Logout logout) {
        watched.add(logout);
    }

    private void watch() {
        while (!closed) {
            watched.removeIf(this::isRefused);
            Pause.of(BETWEEN_QUESTIONS);
        }
    }

    private boolean isRefused(Logout logout) {
        if (store.find(logout.id()).isPresent()) {
            return false;
        }
        logout.refused();
        return true;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}

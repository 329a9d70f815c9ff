package org.memorycached.session.tier;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The circuit breaker of one server: silent is a server that let the timeout of an operation pass, and has answered
 * nothing that was sent after it either. From then on nobody waits for it, until it answers a probe that nobody waits for.
 *
 * <p>So one slow answer among others is an outage of that operation alone, and a frozen server costs one timeout to those
 * who ask it at that moment, and nothing to those who come later. Thread-safe.
 */
final class Silence {

    private final AtomicLong newestAnswered;
    private volatile boolean silent;

    /** @param now of {@link System#nanoTime}, as all times here */
    Silence(long now) {
        this.newestAnswered = new AtomicLong(now);
    }

    boolean isSilent() {
        return silent;
    }

    /** An operation was answered. Too late for a silent server: the answer may have come before the silence. */
    void answered(long sentAt) {
        if (sentAt - newestAnswered.get() > 0) {
            newestAnswered.accumulateAndGet(sentAt, (known, sent) -> sent - known > 0 ? sent : known);
        }
    }

    /**
     * An operation was not answered in time.
     *
     * @return whether the server is silent from now on, and was not before
     */
    synchronized boolean timedOut(long sentAt) {
        if (silent || sentAt - newestAnswered.get() < 0) {
            return false;
        }
        silent = true;
        return true;
    }

    /**
     * A probe was answered.
     *
     * @return whether the server was silent
     */
    synchronized boolean ended(long now) {
        boolean was = silent;
        // What was sent before and is still waited for says nothing about the server as it is now.
        answered(now);
        silent = false;
        return was;
    }
}

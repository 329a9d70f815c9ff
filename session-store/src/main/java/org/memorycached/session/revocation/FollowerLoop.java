package org.memorycached.session.revocation;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.memorycached.session.TierUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls one server on a daemon thread of its own, so that a frozen server delays nobody else's news. */
public final class FollowerLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowerLoop.class);

    private final Runnable poll;
    private final String server;
    private final Duration interval;
    private final Thread thread;

    private boolean reachable = true;

    private FollowerLoop(Runnable poll, String server, Duration interval) {
        this.poll = poll;
        this.server = server;
        this.interval = interval;
        this.thread = new Thread(this::run, "session-feed-" + server);
        this.thread.setDaemon(true);
    }

    /**
     * @param poll what to do each time, which throws {@link TierUnavailableException} if the server does not answer
     * @param server for messages
     * @param interval the time between two polls; jitter of a fifth is added
     */
    public static FollowerLoop start(Runnable poll, String server, Duration interval) {
        FollowerLoop loop = new FollowerLoop(poll, server, interval);
        loop.thread.start();
        return loop;
    }

    @SuppressWarnings("BusyWait") // a poll is a poll; close() interrupts the pause between two
    private void run() {
        try {
            while (!Thread.interrupted()) {
                pollOnce();
                Thread.sleep(jittered());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void pollOnce() {
        try {
            poll.run();
            if (!reachable) {
                LOG.info("Following the revocations of {} again", server);
            }
            reachable = true;
        } catch (TierUnavailableException e) {
            if (reachable && !Thread.currentThread().isInterrupted()) {
                LOG.warn("Local copies of sessions on {} are not trusted now: {}", server, e.getMessage());
            }
            reachable = false;
        } catch (RuntimeException | Error e) {
            // A mistake of ours, or a lack of memory, must not end the thread unnoticed: the lease lapses, and the next
            // poll tries again.
            LOG.error("Polling the revocations of {} failed", server, e);
        }
    }

    private long jittered() {
        long millis = interval.toMillis();
        return millis - millis / 10 + ThreadLocalRandom.current().nextLong(millis / 5 + 1);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

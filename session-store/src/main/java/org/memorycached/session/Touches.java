package org.memorycached.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.memorycached.session.SessionOrigin.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps touches off the request: at most one at a time for each session, by another thread, when it is due. The same
 * thread renews a copy before it is too old to be served, so that no request has to ask the central tier for it.
 */
final class Touches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Touches.class);

    /** What does not fit is left to the next request of the same session. */
    private static final int QUEUE_LENGTH = 10_000;

    private final SessionChanges changes;
    private final Duration interval;
    private final Duration renewalAge;
    private final Clock clock;
    private final Set<SessionKey> pending = ConcurrentHashMap.newKeySet();
    private final ExecutorService writer;

    /**
     * @param interval how exactly the last use is recorded
     * @param maxAge how long a copy is served
     * @param writer what writes, and is ended with this; may refuse what is too much
     */
    Touches(SessionChanges changes, Duration interval, Duration maxAge, Clock clock, ExecutorService writer) {
        this.changes = changes;
        this.interval = interval;
        this.renewalAge = maxAge.multipliedBy(3).dividedBy(4);
        this.clock = clock;
        this.writer = writer;
    }

    /** One daemon thread, which takes so many touches and refuses more. */
    static ExecutorService ownThread() {
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE_LENGTH), Touches::newThread);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "session-touches");
        thread.setDaemon(true);
        return thread;
    }

    void touch(Session session) {
        if (isNeeded(session.lastUsedAt(), session.origin()) && pending.add(session.key())) {
            write(session);
        }
    }

    private boolean isNeeded(Instant lastUsedAt, SessionOrigin origin) {
        return isDue(lastUsedAt) || (origin.level() != Level.CENTRAL && isAgeing(origin.readAt()));
    }

    /** Whether another request had the copy renewed while this answer was in use. */
    private boolean isDone(Session session) {
        SessionCopy copy = session.copy();
        return copy != null && !isDue(copy.session().lastUsedAt()) && !isAgeing(copy.readAt());
    }

    private void write(Session session) {
        try {
            writer.execute(new Touch(session));
        } catch (RejectedExecutionException e) {
            pending.remove(session.key()); // too many, or closed: the next request tries again
        }
    }

    /** In milliseconds, which takes no objects: every request asks. */
    private boolean isDue(Instant lastUsedAt) {
        return clock.millis() - lastUsedAt.toEpochMilli() >= interval.toMillis();
    }

    private boolean isAgeing(Instant readAt) {
        return clock.millis() - readAt.toEpochMilli() >= renewalAge.toMillis();
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }

    private final class Touch implements Runnable {

        private final Session session;

        private Touch(Session session) {
            this.session = session;
        }

        SessionKey key() {
            return session.key();
        }

        @Override
        public void run() {
            try {
                if (!isDone(session)) {
                    changes.touch(session, stored -> isDue(stored.lastUsedAt()));
                }
            } catch (SessionUnavailableException | SessionTooLargeException e) {
                LOG.debug("Session {} could not be touched, the next request tries again: {}", key(), e.getMessage());
            } finally {
                pending.remove(key());
            }
        }
    }
}

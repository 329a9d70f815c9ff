package org.memorycached.session.limits;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Tier;

/**
 * Makes limits and marks that are kept on the central servers. One for an application; close it to end its connections.
 */
public final class AttemptLimits implements AutoCloseable {

    /**
     * The client reconnects only when it is used, and between two sign-ins it may not be: the first one after an outage
     * would be refused.
     */
    private static final long SECONDS_BETWEEN_BEATS = 1;

    private static final String NOTHING = "probe";

    private final Tier central;
    private final Clock clock;
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "attempt-limits-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param central the central servers; closed with this
     * @param clock the clock that windows and pauses are judged by
     */
    public AttemptLimits(Tier central, Clock clock) {
        this.central = central;
        this.clock = clock;
        ScheduledFuture<?> ignored = heartbeat.scheduleWithFixedDelay(
                this::beat, SECONDS_BETWEEN_BEATS, SECONDS_BETWEEN_BEATS, TimeUnit.SECONDS);
    }

    /** Sent, and no answer is waited for. */
    private void beat() {
        for (CacheServer server : central.servers()) {
            Reply<?> ignored = server.sendGet(NOTHING);
        }
    }

    /**
     * A limit.
     *
     * @param name sets its counts apart from those of other limits; lower-case letters and hyphens
     */
    public AttemptLimit limit(String name, AttemptRule rule) {
        return new AttemptLimit(new FirstThatAnswers(central), clock, checked(name), rule);
    }

    /**
     * Marks.
     *
     * @param name sets them apart from other marks; lower-case letters and hyphens
     * @param kept how long a mark is kept
     */
    public Marks marks(String name, Duration kept) {
        return new Marks(new FirstThatAnswers(central), checked(name), kept);
    }

    private static String checked(String name) {
        if (!name.matches("[a-z-]{1,40}")) {
            throw new IllegalArgumentException("'" + name + "' is part of keys: use lower-case letters and hyphens");
        }
        return name;
    }

    @Override
    public void close() {
        heartbeat.shutdownNow();
        central.close();
    }
}

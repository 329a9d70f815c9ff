package org.memorycached.session.replication;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.Tier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refills servers on a daemon thread of its own, so that nobody's news wait for it. Thread-safe. */
public final class RefillLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RefillLoop.class);

    private final Standings standings;
    private final Refill refill;
    private final Set<Integer> waiting = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor;

    /**
     * @param isReplicated tells keys that are on several servers from those that are one server's own
     * @param contents brings together what two servers have
     * @param nanoTime a monotonic clock, as {@link System#nanoTime}
     * @param executor what refills, and is ended with this
     */
    public RefillLoop(
            Tier servers,
            ReplicatedTier tier,
            Predicate<String> isReplicated,
            Refill.Contents contents,
            LongSupplier nanoTime,
            ExecutorService executor) {
        this.executor = executor;
        this.standings = tier.standings();
        this.refill = new Refill(servers.servers(), tier, isReplicated, contents, nanoTime);
    }

    /** One daemon thread. */
    public static ExecutorService ownThread() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "session-refill");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** To be called after each poll of a server; returns at once. */
    public void consider(int server) {
        if (!standings.isComplete(server) && !executor.isShutdown() && waiting.add(server)) {
            executor.execute(() -> run(server));
        }
    }

    private void run(int server) {
        try {
            refill.run(server);
        } catch (TierUnavailableException e) {
            LOG.debug("Refilling is tried again: {}", e.getMessage());
        } finally {
            waiting.remove(server);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}

package org.memorycached.e2e.drill;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.memorycached.session.testing.MemcachedInstance;

/** Ends, freezes and restarts local servers, whatever happens to the central ones. Used by one thread. */
final class LocalFaults {

    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final int LEAST_REST_MILLIS = 6_000;
    private static final int MOST_REST_MILLIS = 16_000;

    private final List<MemcachedInstance> servers;
    private final Random random;
    private final FaultLog log;

    LocalFaults(List<MemcachedInstance> servers, Random random, FaultLog log) {
        this.servers = servers;
        this.random = random;
        this.log = log;
    }

    /** Until this time. */
    void run(long until) throws InterruptedException {
        while (System.nanoTime() < until) {
            Thread.sleep(LEAST_REST_MILLIS + random.nextInt(MOST_REST_MILLIS - LEAST_REST_MILLIS));
            Fault.Kind kind = Fault.Kind.values()[random.nextInt(Fault.Kind.values().length)];
            MemcachedInstance server = servers.get(random.nextInt(servers.size()));
            Fault fault = log.add(Fault.begins(kind, false, server.address()));
            Accident.happens(kind, server, Duration.ofMillis(random.nextInt((int) LONGEST.toMillis())));
            fault = log.replace(fault, fault.isBack());
            Thread.sleep(SETTLE.toMillis());
            log.replace(fault, fault.isOver());
        }
    }
}

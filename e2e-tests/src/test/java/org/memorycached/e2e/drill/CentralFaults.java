package org.memorycached.e2e.drill;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;
import org.memorycached.session.testing.MemcachedInstance;

/** Ends, freezes and restarts central servers, one at a time: the next when all are whole. Used by one thread. */
final class CentralFaults {

    private static final int LONGEST_MILLIS = 8_000;

    /** For every node to see it: they look four times a second. */
    private static final Duration SETTLE = Duration.ofMillis(1_500);

    private static final Duration MOST_UNTIL_WHOLE = Duration.ofSeconds(45);
    private static final int MOST_REST_MILLIS = 2_500;

    private final CentralServers servers;
    private final Random random;
    private final FaultLog log;
    private final Ledger ledger;

    CentralFaults(CentralServers servers, Random random, FaultLog log, Ledger ledger) {
        this.servers = servers;
        this.random = random;
        this.log = log;
        this.ledger = ledger;
    }

    /** Until this time; returns when all servers are back. */
    void run(long until) throws InterruptedException {
        while (System.nanoTime() < until) {
            Thread.sleep(random.nextInt(MOST_REST_MILLIS));
            Fault.Kind kind = Fault.Kind.values()[random.nextInt(Fault.Kind.values().length)];
            MemcachedInstance server =
                    servers.all().get(random.nextInt(servers.all().size()));
            befall(server, kind);
        }
    }

    private void befall(MemcachedInstance server, Fault.Kind kind) throws InterruptedException {
        Fault fault = log.add(Fault.begins(kind, true, server.address()));
        Accident.happens(kind, server, duration(kind));
        fault = log.replace(fault, fault.isBack());
        awaitWhole();
        Thread.sleep(SETTLE.toMillis());
        log.replace(fault, fault.isOver());
    }

    /** Short ones, below the timeouts, and long ones. */
    private Duration duration(Fault.Kind kind) {
        if (kind == Fault.Kind.FREEZE && random.nextInt(4) == 0) {
            return Duration.ofMillis(50 + random.nextInt(700));
        }
        return Duration.ofMillis(1_500 + random.nextInt(LONGEST_MILLIS - 1_500));
    }

    void awaitWhole() {
        try {
            await().atMost(MOST_UNTIL_WHOLE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(servers::areWhole);
        } catch (ConditionTimeoutException e) {
            ledger.addWrong(Wrong.NOT_WHOLE, "after " + MOST_UNTIL_WHOLE, List.of());
        }
    }
}

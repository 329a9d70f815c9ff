package org.memorycached.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.memorycached.session.replication.Standings;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of a store, and how they are. Thread-safe. */
final class StoreServers {

    private static final Logger LOG = LoggerFactory.getLogger(StoreServers.class);

    /** Not there: any answer will do. */
    private static final String PROBE = "probe";

    private static final long UNKNOWN = -1;

    private final List<CacheServer> central;
    private final List<Follower> followers;
    private final Standings standings;
    private final List<CacheServer> local;
    private final AtomicLongArray evictionsTold;

    StoreServers(List<CacheServer> central, List<Follower> followers, Standings standings, List<CacheServer> local) {
        this.central = List.copyOf(central);
        this.followers = List.copyOf(followers);
        this.standings = standings;
        this.local = List.copyOf(local);
        this.evictionsTold = new AtomicLongArray(central.size());
    }

    /** Asks all servers at once. */
    StoreStatus status() {
        List<Reply<?>> centralProbes = probe(central);
        List<Reply<?>> localProbes = probe(local);
        return new StoreStatus(
                IntStream.range(0, central.size())
                        .mapToObj(place -> status(place, answers(centralProbes.get(place))))
                        .toList(),
                IntStream.range(0, local.size())
                        .mapToObj(place ->
                                new StoreStatus.Local(local.get(place).name(), answers(localProbes.get(place))))
                        .toList());
    }

    private static List<Reply<?>> probe(List<CacheServer> servers) {
        return servers.stream().<Reply<?>>map(server -> server.sendGet(PROBE)).toList();
    }

    private static boolean answers(Reply<?> probe) {
        try {
            probe.await();
            return true;
        } catch (TierUnavailableException e) {
            return false;
        }
    }

    private StoreStatus.Central status(int place, boolean answers) {
        return new StoreStatus.Central(
                central.get(place).name(),
                answers,
                followers.get(place).status(),
                !standings.isTrusted(place),
                standings.isComplete(place),
                answers ? evictions(place) : UNKNOWN);
    }

    /** What memcached throws away before its time is somebody's session: a log line tells it once for each server. */
    private long evictions(int place) {
        try {
            String evictions = central.get(place).stats().get("evictions");
            long count = evictions == null ? UNKNOWN : Long.parseLong(evictions);
            if (count > 0 && evictionsTold.compareAndSet(place, 0, count)) {
                LOG.warn(
                        "{} has too little memory: it has thrown away {} entries that were still valid. Give it more"
                                + " (memcached -m)",
                        central.get(place).name(),
                        count);
            }
            return count;
        } catch (TierUnavailableException | NumberFormatException e) {
            return UNKNOWN;
        }
    }
}

package org.memorycached.e2e.benchmark.library;

import static org.memorycached.e2e.benchmark.library.SpringSessions.Keeper.JDBC;
import static org.memorycached.e2e.benchmark.library.SpringSessions.Keeper.REDIS;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Rounds;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.benchmark.servers.Memcached;
import org.memorycached.e2e.benchmark.servers.Redis;
import org.memorycached.session.SessionStore;

/** {@code find}, by each level, beside the raw client and {@code findById}. */
public final class Reads implements Row {

    private static final int MANY_THREADS = 16;

    private static final Goal HEAP = Goal.atLeast(100, "x Spring Session Redis `findById`");
    private static final Goal LOCAL = Goal.atLeast(0.9, "x raw spymemcached `get` of the same bytes");
    private static final Goal MISS = Goal.atMost(2.2, "x the time of one raw `get`");

    @Override
    public String name() {
        return "find";
    }

    @Override
    public String what() {
        return "find by each level, raw spymemcached, Spring Session's repositories";
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        List<Memcached> central = Memcached.start(2, 512, lab.logs());
        try (Memcached local = new Memcached(256, lab.logs());
                Redis redis = new Redis(lab.logs())) {
            Path ids = storeSessions(lab, central);
            Map<String, String> given = Map.of(
                    Given.CENTRAL, String.join(",", Memcached.addresses(central)),
                    Given.LOCAL, local.address(),
                    Given.REDIS_PORT, Integer.toString(redis.port()),
                    Given.IDS, ids.toString());
            try (JmhRun jmh = new JmhRun(lab, given)) {
                oneThread(lab, jmh, findings);
                manyThreads(lab, jmh, findings);
            }
        } finally {
            Memcached.close(central);
        }
    }

    private static Path storeSessions(Lab lab, List<Memcached> central) {
        try (SessionStore store =
                StoreVariants.central(Memcached.addresses(central)).build()) {
            List<String> ids = StoredSessions.create(store, lab.options().of(20_000, 3_000), count -> {});
            return StoredSessions.write(ids, lab.folder().resolve("sessions.ids"));
        }
    }

    private static void oneThread(Lab lab, JmhRun jmh, Findings findings) {
        Map<String, Samples> measured = new LinkedHashMap<>(new Rounds(lab::say)
                .with("raw spymemcached get", jmh.of(RawReads.class, "get", 1))
                .with("ours, local memcached", jmh.of(StoreReads.class, "local", 1))
                .with("ours, local miss", jmh.of(StoreReads.class, "localMiss", 1))
                .run(lab.options().moreRounds()));
        measured.putAll(new Rounds(lab::say)
                .with("Spring Session Redis", jmh.of(REDIS, "find"))
                .with("Spring Session JDBC, H2 in memory", jmh.inMemory(JDBC, "find"))
                .with("ours, heap copy", jmh.inMemory(StoreReads.class, "heap"))
                .run(lab.options().rounds()));
        findings.add("find by id, one thread", "operations/s", measured);
        findings.add("allocated by one read, all threads", "bytes", allocated(jmh));
        Samples raw = measured.get("raw spymemcached get");
        findings.add(Result.of(
                "`find`, heap copy",
                HEAP,
                measured.get("ours, heap copy").over(measured.get("Spring Session Redis")),
                "x",
                Figures.rounded(jmh.allocatedBytes(StoreReads.class, "heap").median())
                        + " bytes allocated for an answer"));
        findings.add(Result.of(
                "`find`, local memcached, 1 thread",
                LOCAL,
                measured.get("ours, local memcached").over(raw),
                "x",
                ""));
        findings.add(Result.of(
                "`find`, local miss",
                MISS,
                raw.over(measured.get("ours, local miss")),
                "x",
                "1 thread; asks the local tier, then both central servers at once, and fills the local one"));
    }

    /** Read before anything is measured by more threads. */
    private static Map<String, Samples> allocated(JmhRun jmh) {
        Map<String, Samples> bytes = new LinkedHashMap<>();
        bytes.put("raw spymemcached get", jmh.allocatedBytes(RawReads.class, "get"));
        bytes.put("ours, local memcached", jmh.allocatedBytes(StoreReads.class, "local"));
        bytes.put("ours, local miss", jmh.allocatedBytes(StoreReads.class, "localMiss"));
        bytes.put("ours, heap copy", jmh.allocatedBytes(StoreReads.class, "heap"));
        return bytes;
    }

    private static void manyThreads(Lab lab, JmhRun jmh, Findings findings) {
        Map<String, Samples> measured = new Rounds(lab::say)
                .with("raw spymemcached get", jmh.of(RawReads.class, "get", MANY_THREADS))
                .with("ours, local memcached", jmh.of(StoreReads.class, "local", MANY_THREADS))
                .run(lab.options().moreRounds());
        findings.add("find by id, 16 threads", "operations/s", measured);
        findings.add(Result.of(
                "`find`, local memcached, 16 threads",
                LOCAL,
                measured.get("ours, local memcached").over(measured.get("raw spymemcached get")),
                "x",
                ""));
    }
}

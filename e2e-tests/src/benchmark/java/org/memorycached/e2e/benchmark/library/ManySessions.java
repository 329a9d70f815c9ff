package org.memorycached.e2e.benchmark.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
import org.memorycached.session.SessionStore;

/** Whether a million live sessions make anything slower than a thousand do. */
public final class ManySessions implements Row {

    private static final int FEW = 1_000;
    private static final int MEGABYTES = 3_072;
    private static final int MOST_READ = 50_000;

    @Override
    public String name() {
        return "many";
    }

    @Override
    public String what() {
        return "find and create beside many live sessions, and beside few";
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        List<Memcached> withFew = Memcached.start(2, MEGABYTES, lab.logs());
        List<Memcached> withMany = Memcached.start(2, MEGABYTES, lab.logs());
        int many = lab.options().manySessions();
        try (JmhRun few = new JmhRun(lab, prepare(lab, withFew, FEW, "few"))) {
            JmhRun beside = few.with(prepare(lab, withMany, many, "many"));
            checkAllThere(withMany, many);
            String title = Figures.rounded(many) + " live sessions over 2 central servers, `%s`";
            // Creations last: they add to the few.
            compare(lab, findings, title.formatted("find"), few, beside, StoreReads.class, "central");
            compare(lab, findings, title.formatted("create"), few, beside, StoreWrites.class, "create");
        } finally {
            Memcached.close(withFew);
            Memcached.close(withMany);
        }
    }

    private static void compare(
            Lab lab, Findings findings, String title, JmhRun few, JmhRun many, Class<?> benchmarks, String method) {
        Map<String, Samples> measured = new Rounds(lab::say)
                .with("beside few", few.of(benchmarks, method, 1))
                .with("beside many", many.of(benchmarks, method, 1))
                .run(lab.options().rounds());
        findings.add(title.replace("`", ""), "operations/s", measured);
        findings.add(Result.of(
                title,
                Goal.atMost(1.3, "x the time at 1,000"),
                measured.get("beside few").over(measured.get("beside many")),
                "x",
                "1 thread, no local tier, sessions of all parts"));
    }

    /** Says what the measured code has to know. */
    private static Map<String, String> prepare(Lab lab, List<Memcached> central, int count, String name) {
        try (SessionStore store =
                StoreVariants.central(Memcached.addresses(central)).build()) {
            List<String> ids = StoredSessions.create(
                    store, count, created -> lab.say(name + ": " + Figures.rounded(created) + " sessions are there"));
            Path file = StoredSessions.write(spread(ids), lab.folder().resolve(name + ".ids"));
            return Map.of(Given.CENTRAL, String.join(",", Memcached.addresses(central)), Given.IDS, file.toString());
        }
    }

    /**
     * Those that are read: some of all parts, more than a processor's cache has room for. The reader's own heap would
     * otherwise be what a million make slower.
     */
    private static List<String> spread(List<String> ids) {
        int step = Math.max(1, ids.size() / MOST_READ);
        return IntStream.range(0, ids.size() / step)
                .mapToObj(i -> ids.get(i * step))
                .toList();
    }

    private static void checkAllThere(List<Memcached> central, int count) {
        long evicted = central.stream()
                .mapToLong(server -> server.statistics().get("evictions"))
                .sum();
        long items = central.stream()
                .mapToLong(server -> server.statistics().get("curr_items"))
                .sum();
        if (evicted > 0 || items < count) {
            throw new IllegalStateException(items + " entries, " + evicted + " evicted: not " + count + " sessions");
        }
    }
}

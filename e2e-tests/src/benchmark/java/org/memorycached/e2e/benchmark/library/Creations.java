package org.memorycached.e2e.benchmark.library;

import static org.memorycached.e2e.benchmark.library.SpringSessions.Keeper.REDIS_INDEXED;

import java.util.List;
import java.util.Map;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Rounds;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.benchmark.servers.Memcached;
import org.memorycached.e2e.benchmark.servers.Redis;

/** {@code create} beside {@code save} of a new session. Its round trips are counted by a test of session-store. */
public final class Creations implements Row {

    private static final Goal GOAL = Goal.atLeast(2, "x Spring Session Redis indexed `save` of a new session");

    @Override
    public String name() {
        return "create";
    }

    @Override
    public String what() {
        return "create a session of 8 attributes, beside Spring Session's indexed repository";
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        List<Memcached> central = Memcached.start(2, 1_024, lab.logs());
        try (Redis redis = new Redis(lab.logs());
                JmhRun jmh = new JmhRun(
                        lab,
                        Map.of(
                                Given.CENTRAL, String.join(",", Memcached.addresses(central)),
                                Given.REDIS_PORT, Integer.toString(redis.port())))) {
            Map<String, Samples> measured = new Rounds(lab::say)
                    .with("ours", jmh.of(StoreWrites.class, "create", 1))
                    .with("Spring Session Redis, indexed", jmh.of(REDIS_INDEXED, "create"))
                    .run(lab.options().rounds());
            findings.add("create a session, one thread", "operations/s", measured);
            findings.add(Result.of(
                    "`create` with reverse reference and index, 2 copies",
                    GOAL,
                    measured.get("ours").over(measured.get("Spring Session Redis, indexed")),
                    "x",
                    ""));
        } finally {
            Memcached.close(central);
        }
    }
}

package org.memorycached.e2e.benchmark.library;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Options;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures one method by JMH, in a JVM of its own. In a quick run in this one, where earlier measurements have spoilt
 * what the compiler knows.
 *
 * <p>One thread that waits for servers becomes two to eight times as fast in the eight seconds of warm-up, and a local
 * miss goes on becoming faster after them. More threads for the compiler, as the applications get, only take the cores
 * from it.
 */
final class JmhRun {

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final Lab lab;
    private final Map<String, String> given;
    private final Map<String, List<Double>> allocations = new HashMap<>();

    /** @param given what the measured code learns by {@link Given} */
    JmhRun(Lab lab, Map<String, String> given) {
        this.lab = lab;
        this.given = new LinkedHashMap<>(given);
    }

    /** One measurement: operations a second, of all threads together. */
    DoubleSupplier of(Class<?> benchmarks, String method, int threads) {
        return () -> run(options(benchmarks, method, threads));
    }

    /** One measurement of a peer. */
    DoubleSupplier of(SpringSessions.Keeper keeper, String method, int threads) {
        return () -> run(options(SpringSessions.class, method, threads).param("keeper", keeper.name()));
    }

    /** Bytes that one operation of a method allocated, on all threads of its JVM. */
    Samples allocatedBytes(Class<?> benchmarks, String method) {
        return new Samples(allocations.get(benchmarks.getName() + "." + method));
    }

    private ChainedOptionsBuilder options(Class<?> benchmarks, String method, int threads) {
        Options options = lab.options();
        return new OptionsBuilder()
                .include("^" + Pattern.quote(benchmarks.getName() + "." + method) + "$")
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .threads(threads)
                .forks(options.of(1, 0))
                .warmupIterations(options.of(4, 1))
                .warmupTime(TimeValue.milliseconds(options.of(2_000, 400)))
                .measurementIterations(options.of(2, 1))
                .measurementTime(TimeValue.milliseconds(options.of(800, 400)))
                .jvmArgsAppend(given.entrySet().stream()
                        .map(each -> "-D" + each.getKey() + "=" + each.getValue())
                        .toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.NORMAL)
                .output(lab.logs().resolve("jmh.log").toString());
    }

    private double run(ChainedOptionsBuilder options) {
        given.forEach(System::setProperty); // for a quick run
        try {
            RunResult result = new Runner(options.build()).runSingle();
            if (result.getSecondaryResults().containsKey(ALLOCATION)) {
                double bytes = result.getSecondaryResults().get(ALLOCATION).getScore();
                allocations
                        .computeIfAbsent(result.getParams().getBenchmark(), name -> new ArrayList<>())
                        .add(bytes);
            }
            return result.getPrimaryResult().getScore();
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH says why in " + lab.logs().resolve("jmh.log"), e);
        }
    }
}

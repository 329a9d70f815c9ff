package org.memorycached.e2e.benchmark.library;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.measure.Samples;

/**
 * Measures methods by JMH, each in a JVM of its own that lives for all rounds. One thread that waits for servers becomes
 * two to eight times as fast in a quarter of a minute, and a JVM for each round would have to spend that each time.
 */
final class JmhRun implements AutoCloseable {

    /** Seconds. A local miss still becomes faster after ten. */
    private static final int FIRST_WARM_UP = 16;

    /** Of a JVM that has measured the same with another number of threads. */
    private static final int WARM_UP_OF_THREADS = 6;

    private static final int LATER_WARM_UP = 1;

    private final Lab lab;
    private final Map<String, String> given;
    private final Map<List<String>, JmhVm> running = new HashMap<>();
    private final Set<List<Object>> warm = new HashSet<>();
    private final Map<String, List<Double>> allocations = new HashMap<>();

    /** @param given what the measured code learns by {@link Given} */
    JmhRun(Lab lab, Map<String, String> given) {
        this.lab = lab;
        this.given = new LinkedHashMap<>(given);
    }

    /** One measurement: operations a second, of all threads together. */
    DoubleSupplier of(Class<?> benchmarks, String method, int threads) {
        return () -> run(List.of(name(benchmarks, method)), threads);
    }

    /** One measurement of a peer. */
    DoubleSupplier of(SpringSessions.Keeper keeper, String method, int threads) {
        return () -> run(List.of(name(SpringSessions.class, method), keeper.name()), threads);
    }

    /** Bytes that one operation of a method allocated, on all threads of its JVM. */
    Samples allocatedBytes(Class<?> benchmarks, String method) {
        return new Samples(allocations.get(name(benchmarks, method)));
    }

    private static String name(Class<?> benchmarks, String method) {
        return benchmarks.getName() + "." + method;
    }

    private double run(List<String> what, int threads) {
        int warmUp = lab.options().of(warmUpOf(what, threads), 1);
        JmhVm vm = running.computeIfAbsent(what, each -> JmhVm.start(given, each, lab.logs()));
        JmhVm.Measured measured =
                vm.measure(new JmhMain.Order(threads, warmUp, lab.options().of(1_000, 400)));
        allocations.computeIfAbsent(what.get(0), name -> new ArrayList<>()).add(measured.bytes());
        return measured.perSecond();
    }

    private int warmUpOf(List<String> what, int threads) {
        if (!warm.add(List.of(what, threads))) {
            return LATER_WARM_UP;
        }
        return running.containsKey(what) ? WARM_UP_OF_THREADS : FIRST_WARM_UP;
    }

    @Override
    public void close() {
        running.values().forEach(JmhVm::close);
    }
}

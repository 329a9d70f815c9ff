package org.memorycached.e2e.benchmark.library;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    /** Seconds; after that little becomes faster. */
    private static final int FIRST_WARM_UP = 10;

    /** What waits for no server is called a million times in that time, and compiled. */
    private static final int WARM_UP_IN_MEMORY = 5;

    /** Of a JVM that has measured the same with another number of threads. */
    private static final int WARM_UP_OF_THREADS = 5;

    private static final int LATER_WARM_UP = 1;

    private final Lab lab;
    private final Map<String, String> given;
    private final Map<List<String>, JmhVm> running;
    private final Set<List<Object>> warm;
    private final Map<String, List<Double>> allocations = new HashMap<>();

    /** @param given what the measured code learns by {@link Given} */
    JmhRun(Lab lab, Map<String, String> given) {
        this(lab, given, new HashMap<>(), new HashSet<>());
    }

    private JmhRun(Lab lab, Map<String, String> given, Map<List<String>, JmhVm> running, Set<List<Object>> warm) {
        this.lab = lab;
        this.given = Map.copyOf(given);
        this.running = running;
        this.warm = warm;
    }

    /** The same JVMs, which learn something else: they are warmed up once. */
    JmhRun with(Map<String, String> otherGiven) {
        return new JmhRun(lab, otherGiven, running, warm);
    }

    /** One measurement: operations a second, of all threads together. */
    DoubleSupplier of(Class<?> benchmarks, String method, int threads) {
        return () -> run(List.of(name(benchmarks, method)), threads, FIRST_WARM_UP);
    }

    /** One measurement of a peer, by one thread. */
    DoubleSupplier of(SpringSessions.Keeper keeper, String method) {
        return () -> run(List.of(name(SpringSessions.class, method), keeper.name()), 1, FIRST_WARM_UP);
    }

    /** One measurement, by one thread, of a method that asks no server. */
    DoubleSupplier inMemory(Class<?> benchmarks, String method) {
        return () -> run(List.of(name(benchmarks, method)), 1, WARM_UP_IN_MEMORY);
    }

    /** One measurement, by one thread, of a peer that asks no server. */
    DoubleSupplier inMemory(SpringSessions.Keeper keeper, String method) {
        return () -> run(List.of(name(SpringSessions.class, method), keeper.name()), 1, WARM_UP_IN_MEMORY);
    }

    /** Bytes that one operation of a method allocated, on all threads of its JVM. */
    Samples allocatedBytes(Class<?> benchmarks, String method) {
        return new Samples(allocations.get(name(benchmarks, method)));
    }

    private static String name(Class<?> benchmarks, String method) {
        return benchmarks.getName() + "." + method;
    }

    private double run(List<String> what, int threads, int firstWarmUp) {
        int warmUp = lab.options().of(warmUp(what, threads, firstWarmUp), 1);
        JmhVm vm = running.computeIfAbsent(what, each -> JmhVm.start(each, lab.logs()));
        JmhVm.Measured measured =
                vm.measure(new JmhMain.Order(threads, warmUp, lab.options().of(1_000, 400), given));
        allocations.computeIfAbsent(what.get(0), name -> new ArrayList<>()).add(measured.bytes());
        return measured.perSecond();
    }

    private int warmUp(List<String> what, int threads, int first) {
        if (!warm.add(List.of(what, threads))) {
            return LATER_WARM_UP;
        }
        return running.containsKey(what) ? WARM_UP_OF_THREADS : first;
    }

    @Override
    public void close() {
        running.values().forEach(JmhVm::close);
    }
}

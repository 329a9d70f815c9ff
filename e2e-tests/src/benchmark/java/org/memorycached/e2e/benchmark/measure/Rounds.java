package org.memorycached.e2e.benchmark.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Measures several contenders in rounds: each round has all of them, and begins with another one, so that what the
 * machine does beside falls on all alike. For one thread.
 */
public final class Rounds {

    private final Map<String, DoubleSupplier> contenders = new LinkedHashMap<>();
    private final Map<String, List<Double>> measured = new LinkedHashMap<>();
    private final Consumer<String> progress;

    /** @param progress told every measurement */
    public Rounds(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Adds a contender, with one measurement of it. */
    public Rounds with(String name, DoubleSupplier measurement) {
        contenders.put(name, measurement);
        return this;
    }

    /** Has everybody do once what is measured, and forgets the figures. */
    public Rounds lap() {
        contenders.forEach((name, measurement) ->
                progress.accept("not counted, " + name + ": " + Figures.rounded(measurement.getAsDouble())));
        return this;
    }

    /** Measures everybody so many times. */
    public Map<String, Samples> run(int rounds) {
        List<String> order = new ArrayList<>(contenders.keySet());
        for (int round = 1; round <= rounds; round++) {
            for (String name : order) {
                double value = contenders.get(name).getAsDouble();
                measured.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                progress.accept("round " + round + " of " + rounds + ", " + name + ": " + Figures.rounded(value));
            }
            Collections.rotate(order, -1);
        }
        Map<String, Samples> samples = new LinkedHashMap<>();
        contenders.keySet().forEach(name -> samples.put(name, new Samples(measured.get(name))));
        return samples;
    }
}

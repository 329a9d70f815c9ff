package org.memorycached.e2e.benchmark.http;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.servers.CompileTime;
import org.memorycached.e2e.environment.ApplicationProcess;

/**
 * Puts an application under load until its JVM has little left to compile, or for forty seconds at most. A fixed time
 * will not do: the compiler is done with one application after ten seconds, and with another one after a minute, and who
 * is measured too early is compared by how far the compiler has come. Nor will waiting until it becomes no faster: a
 * machine that is busy elsewhere makes no application faster, however little of it is compiled.
 */
final class WarmUp {

    /** Of the time; less is what is compiled again now and then. */
    private static final double STILL_COMPILING = 0.1;

    /** So often in a row there must have been little to compile: one compilation that is still going on is not told yet. */
    private static final int STEADY = 3;

    private final Lab lab;
    private final Duration slice;
    private final int mostSlices;

    WarmUp(Lab lab) {
        this(lab, 1, 40);
    }

    private WarmUp(Lab lab, int secondsOfSlice, int mostSlices) {
        this.lab = lab;
        this.slice = Duration.ofSeconds(lab.options().of(secondsOfSlice, 1));
        this.mostSlices = lab.options().of(mostSlices, 1);
    }

    /** For what takes milliseconds, two minutes at most: it takes the compiler longer to have seen it often enough. */
    static WarmUp longer(Lab lab) {
        return new WarmUp(lab, 2, 60);
    }

    /**
     * @param applications that the load is on
     * @param load for so long; tells how many requests were answered in a second
     */
    void of(String name, List<ApplicationProcess> applications, ToDoubleFunction<Duration> load) {
        List<CompileTime> compilers =
                applications.stream().map(each -> CompileTime.of(each.pid())).toList();
        warmUp(name, compilers, load);
        compilers.forEach(CompileTime::close);
    }

    private void warmUp(String name, List<CompileTime> compilers, ToDoubleFunction<Duration> load) {
        double rate = 0;
        double compiling = 1;
        int steady = 0;
        int slices = 0;
        double before = sum(compilers);
        while (steady < STEADY && slices < mostSlices) {
            rate = load.applyAsDouble(slice);
            slices++;
            double now = sum(compilers);
            compiling = (now - before) / slice.toSeconds();
            steady = compiling > STILL_COMPILING ? 0 : steady + 1;
            before = now;
        }
        lab.say("warmed up in %d s: %s, %s/s, compiling %d %% of the time"
                .formatted(
                        slice.multipliedBy(slices).toSeconds(),
                        name,
                        Figures.rounded(rate),
                        Math.round(compiling * 100)));
    }

    private static double sum(List<CompileTime> compilers) {
        return compilers.stream().mapToDouble(CompileTime::seconds).sum();
    }
}

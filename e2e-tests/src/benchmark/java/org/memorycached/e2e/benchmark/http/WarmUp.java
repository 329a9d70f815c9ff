package org.memorycached.e2e.benchmark.http;

import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.measure.Figures;

/**
 * Puts an application under load until that makes it no faster, or for forty seconds. A fixed time will not do: the
 * compiler is done with one application after ten seconds, and with another one after twenty, and who is measured too
 * early is compared by how far the compiler has come.
 */
final class WarmUp {

    /** What still counts as faster. */
    private static final double FASTER = 1.03;

    /** So often in a row it must not have become faster. */
    private static final int STEADY = 2;

    /** A machine that is busy elsewhere makes no application faster, however little of it is compiled. */
    private static final int LEAST_SECONDS = 20;

    private final Lab lab;
    private final Duration slice;
    private final int leastSlices;
    private final int mostSlices;

    WarmUp(Lab lab) {
        this(lab, 2, 20);
    }

    private WarmUp(Lab lab, int secondsOfSlice, int mostSlices) {
        this.lab = lab;
        this.slice = Duration.ofSeconds(lab.options().of(secondsOfSlice, 1));
        this.leastSlices = LEAST_SECONDS / secondsOfSlice;
        this.mostSlices = lab.options().of(mostSlices, 1);
    }

    /** For what takes milliseconds: it takes the compiler longer to have seen it often enough. */
    static WarmUp longer(Lab lab) {
        return new WarmUp(lab, 8, 9);
    }

    /** @param load for so long; tells how many requests were answered in a second */
    void of(String name, ToDoubleFunction<Duration> load) {
        double best = 0;
        int steady = 0;
        int slices = 0;
        while ((steady < STEADY || slices < leastSlices) && slices < mostSlices) {
            double rate = load.applyAsDouble(slice);
            slices++;
            steady = rate > best * FASTER ? 0 : steady + 1;
            best = Math.max(best, rate);
        }
        lab.say("warmed up in " + slice.multipliedBy(slices).toSeconds() + " s: " + name + ", " + Figures.rounded(best)
                + "/s at best");
    }
}

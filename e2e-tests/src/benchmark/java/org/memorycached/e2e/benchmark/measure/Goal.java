package org.memorycached.e2e.benchmark.measure;

import java.util.function.DoublePredicate;

/**
 * What a measurement must be.
 *
 * @param text for the table
 */
public record Goal(String text, DoublePredicate isMetBy) {

    /** @param of what the figure is a multiple of, or its unit */
    public static Goal atLeast(double least, String of) {
        return new Goal("at least " + Figures.rounded(least) + " " + of, value -> value >= least);
    }

    /** @param of what the figure is a multiple of, or its unit */
    public static Goal atMost(double most, String of) {
        return new Goal("at most " + Figures.rounded(most) + " " + of, value -> value <= most);
    }
}

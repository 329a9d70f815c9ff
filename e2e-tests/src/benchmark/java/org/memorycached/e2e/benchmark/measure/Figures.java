package org.memorycached.e2e.benchmark.measure;

import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {

    private Figures() {}

    /** Three digits that count: {@code 12,345}, {@code 123}, {@code 1.23}, {@code 0.0123}. */
    public static String rounded(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        int decimals = size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** The least and the most: {@code 1.2-1.4}. */
    public static String spread(Samples samples) {
        return rounded(samples.least()) + " to " + rounded(samples.most());
    }
}

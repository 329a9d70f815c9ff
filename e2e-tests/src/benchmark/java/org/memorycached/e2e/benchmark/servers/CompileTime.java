package org.memorycached.e2e.benchmark.servers;

import java.util.regex.Pattern;

/** How long a JVM's compilers have been at work, all of their threads together: finished compilations, by the clock. */
public final class CompileTime {

    private static final Pattern TOTAL = Pattern.compile("(?m)^java\\.ci\\.totalTime=(\\d+)");

    /** Its ticks are nanoseconds where this runs, on Linux. */
    private static final double NANOS_PER_SECOND = 1e9;

    private CompileTime() {}

    /** @param pid a JVM of this user */
    public static double seconds(long pid) {
        return Jcmd.number(pid, "PerfCounter.print", TOTAL) / NANOS_PER_SECOND;
    }
}

package org.memorycached.e2e.benchmark.servers;

import java.util.regex.Pattern;

/** What is left of a JVM's heap after a full collection, by {@code GC.class_histogram}, which makes one. */
public final class LiveHeap {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final double BYTES_PER_MEGABYTE = 1 << 20;

    private LiveHeap() {}

    /** @param pid a JVM of this user */
    public static double megabytes(long pid) {
        return Jcmd.number(pid, "GC.class_histogram", TOTAL) / BYTES_PER_MEGABYTE;
    }
}

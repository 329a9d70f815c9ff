package org.memorycached.e2e.benchmark.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is left of a JVM's heap after a full collection, by {@code jcmd GC.class_histogram}, which makes one. */
public final class LiveHeap {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final double BYTES_PER_MEGABYTE = 1 << 20;

    private LiveHeap() {}

    /** @param pid a JVM of this user */
    public static double megabytes(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = TOTAL.matcher(output);
            if (!total.find()) {
                throw new IllegalStateException("jcmd does not tell the live heap of " + pid + ":\n" + output);
            }
            return Long.parseLong(total.group(1)) / BYTES_PER_MEGABYTE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

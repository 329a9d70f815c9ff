package org.memorycached.e2e.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The README's part that the benchmark writes: what is between two comments. */
record Readme(Path file) {

    private static final String BEGIN = "<!-- benchmark:begin -->";
    private static final String END = "<!-- benchmark:end -->";

    /** @throws IllegalStateException if the README has no such part */
    void replaceBenchmark(String markdown) throws IOException {
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(
                    file.normalize() + " has no place for the table: add the lines " + BEGIN + " and " + END);
        }
        Files.writeString(file, text.substring(0, begin + BEGIN.length()) + "\n" + markdown + text.substring(end));
    }
}

package org.memorycached.e2e.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is asked of this run.
 *
 * @param quick two minutes, to see that everything runs
 * @param only names of rows; the usual ones if empty
 * @param readme whether the README gets the table too
 * @param manySessions how many live sessions are many
 * @param java25 home of a JDK 25, which may not be there
 */
public record Options(boolean quick, List<String> only, boolean readme, int manySessions, Path java25) {

    private static final int MANY = 1_000_000;
    private static final int MANY_IF_QUICK = 20_000;

    static Options ofSystemProperties() {
        boolean quick = Boolean.getBoolean("benchmark.quick");
        String sessions = System.getProperty("benchmark.sessions", "");
        return new Options(
                quick,
                words(System.getProperty("benchmark.only", "")),
                Boolean.getBoolean("benchmark.readme"),
                sessions.isBlank() ? (quick ? MANY_IF_QUICK : MANY) : Integer.parseInt(sessions),
                Path.of(System.getProperty("benchmark.java25", "/usr/lib/jvm/temurin-25-jdk-amd64")));
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** One figure for the full run, another for the quick one. */
    public int of(int full, int ifQuick) {
        return quick ? ifQuick : full;
    }

    /** How often everybody is measured. */
    public int rounds() {
        return of(3, 1);
    }

    /** More of what the machine's other load changes most: reads by way of the local tier. */
    public int moreRounds() {
        return of(4, 1);
    }

    List<Row> select(List<Row> rows) {
        if (only.isEmpty()) {
            return rows.stream().filter(Row::isUsual).toList();
        }
        List<Row> selected =
                rows.stream().filter(row -> only.contains(row.name())).toList();
        if (selected.size() != only.size()) {
            throw new IllegalArgumentException("-Dbenchmark.only=" + String.join(",", only) + ": the rows are "
                    + rows.stream().map(Row::name).collect(Collectors.joining(", ")));
        }
        return selected;
    }
}

package org.memorycached.e2e.benchmark.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.memorycached.e2e.benchmark.Options;
import org.memorycached.e2e.benchmark.measure.Figure;
import org.memorycached.e2e.benchmark.measure.Findings;

/** Writes what was found: {@code benchmark.md} and a chart for each comparison, and the README's part when asked. */
public final class Report {

    private static final Path FOLDER = Path.of("target", "benchmark");
    private static final Path README = Path.of("..", "README.md");

    private final Options options;
    private final Findings findings;

    public Report(Options options, Findings findings) {
        this.options = options;
        this.findings = findings;
    }

    public void write() {
        try {
            Files.createDirectories(FOLDER);
            String tables = new Tables(options, findings).markdown();
            Map<String, String> charts = charts();
            for (Map.Entry<String, String> chart : charts.entrySet()) {
                Files.writeString(FOLDER.resolve(chart.getKey()), chart.getValue());
            }
            Files.writeString(FOLDER.resolve("benchmark.md"), tables + "\n" + references(charts));
            if (options.readme()) {
                new Readme(README).replaceBenchmark(tables);
            }
            System.out.println("\n" + tables);
            System.out.println("Written to "
                    + FOLDER.resolve("benchmark.md").toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> charts() {
        Map<String, List<Figure>> groups = findings.figures().stream()
                .collect(Collectors.groupingBy(Figure::group, LinkedHashMap::new, Collectors.toList()));
        Map<String, String> charts = new LinkedHashMap<>();
        groups.forEach((group, figures) -> {
            if (figures.size() > 1) {
                charts.put(fileName(group), new BarChart(group, figures).svg());
            }
        });
        return charts;
    }

    private static String fileName(String group) {
        return group.toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "") + ".svg";
    }

    private static String references(Map<String, String> charts) {
        return charts.keySet().stream()
                .map(file -> "![" + file.replace(".svg", "").replace('-', ' ') + "](" + file + ")\n")
                .collect(Collectors.joining("\n"));
    }
}

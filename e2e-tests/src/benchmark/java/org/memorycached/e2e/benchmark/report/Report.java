package org.memorycached.e2e.benchmark.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.memorycached.e2e.benchmark.Options;
import org.memorycached.e2e.benchmark.measure.Figure;
import org.memorycached.e2e.benchmark.measure.Findings;

/** Writes what was found: {@code benchmark.md} and a chart for each comparison, and the README's part when asked. */
public final class Report {

    private static final Path ROOT = Path.of("..");
    private static final Path README_CHARTS = Path.of(".github", "images");

    private final Options options;
    private final Tables tables;
    private final Map<String, String> charts;
    private final Path folder;

    /** @param folder for the table and the charts */
    public Report(Options options, Findings findings, Path folder) {
        this.options = options;
        this.tables = new Tables(options, findings);
        this.charts = charts(findings.figures());
        this.folder = folder;
    }

    /** Charts by file name. One bar alone compares nothing. */
    private static Map<String, String> charts(List<Figure> figures) {
        Map<String, List<Figure>> groups =
                figures.stream().collect(Collectors.groupingBy(Figure::group, LinkedHashMap::new, Collectors.toList()));
        Map<String, String> charts = new LinkedHashMap<>();
        groups.forEach((group, each) -> {
            if (each.size() > 1) {
                charts.put(fileName(group), new BarChart(group, each).svg());
            }
        });
        return charts;
    }

    private static String fileName(String group) {
        String words = group.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return "benchmark-" + words.replaceAll("^-|-$", "") + ".svg";
    }

    public void write() {
        try {
            writeCharts(folder);
            String page = page("");
            Path file = Files.writeString(folder.resolve("benchmark.md"), page);
            if (options.readme()) {
                writeCharts(ROOT.resolve(README_CHARTS));
                new Readme(ROOT.resolve("README.md")).replaceBenchmark(page(README_CHARTS + "/"));
            }
            System.out.println(
                    "\n" + page + "\nWritten to " + file.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeCharts(Path where) throws IOException {
        Files.createDirectories(where);
        for (Map.Entry<String, String> chart : charts.entrySet()) {
            Files.writeString(where.resolve(chart.getKey()), chart.getValue());
        }
    }

    /** @param chartFolder where the page finds the charts */
    private String page(String chartFolder) {
        String pictures = charts.keySet().stream()
                .map(file -> "![" + words(file) + "](" + chartFolder + file + ")\n")
                .collect(Collectors.joining("\n"));
        return tables.introduction() + "\n" + tables.targets() + "\n<details><summary>The figures</summary>\n\n"
                + tables.figures() + "\n" + pictures + "\n</details>\n";
    }

    private static String words(String file) {
        return file.replace("benchmark-", "").replace(".svg", "").replace('-', ' ');
    }
}

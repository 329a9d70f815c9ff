package org.memorycached.e2e.benchmark.report;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.stream.Collectors;
import org.memorycached.e2e.benchmark.Options;
import org.memorycached.e2e.benchmark.measure.Figure;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Samples;

/** Two tables in Markdown: targets and whether they are met, and the figures that the ratios come from. */
final class Tables {

    private final Options options;
    private final Findings findings;

    Tables(Options options, Findings findings) {
        this.options = options;
        this.findings = findings;
    }

    String introduction() {
        return "Measured by `./mvnw verify -Pbenchmark` on " + LocalDate.now() + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Java "
                + Runtime.version().feature() + ", "
                + System.getProperty("os.name") + ", load generator and servers on the same machine, "
                + options.rounds() + " interleaved rounds (" + options.moreRounds()
                + " of reads by way of the local tier), "
                + minutes() + " minutes in all; load average at the end "
                + load() + ".\n"
                + (options.quick() ? "**A quick run, to see that everything runs: its figures are no claim.**\n" : "");
    }

    private static String minutes() {
        return Figures.rounded(ManagementFactory.getRuntimeMXBean().getUptime() / 60_000.0);
    }

    private static String load() {
        return Figures.rounded(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    String targets() {
        return "| work | target | measured, median | least to most | | |\n|---|---|---|---|---|---|\n"
                + findings.results().stream().map(Tables::line).collect(Collectors.joining());
    }

    private static String line(Result result) {
        return "| "
                + String.join(
                        " | ",
                        cell(result.work()),
                        cell(result.target()),
                        cell(result.measured()),
                        cell(result.spread()),
                        result.verdict().text(),
                        cell(result.note()))
                + " |\n";
    }

    String figures() {
        return "| comparison | who | unit | median | least to most |\n|---|---|---|---|---|\n"
                + findings.figures().stream().map(Tables::line).collect(Collectors.joining());
    }

    private static String line(Figure figure) {
        Samples samples = figure.samples();
        return "| "
                + String.join(
                        " | ",
                        cell(figure.group()),
                        cell(figure.name()),
                        figure.unit(),
                        Figures.rounded(samples.median()),
                        Figures.spread(samples))
                + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}

package org.memorycached.e2e.benchmark.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.memorycached.e2e.benchmark.measure.Figure;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Samples;

/**
 * Horizontal bars as SVG: the median as a bar with its figure, the spread as a line over it. Grey text and a blue that
 * are read on white and on black alike; title and description for whoever hears it instead.
 */
final class BarChart {

    private static final int WIDTH = 820;
    private static final int LABELS = 310;
    private static final int FIGURES = 120;
    private static final int TOP = 44;
    private static final int LINE = 30;
    private static final int BAR = 18;
    private static final int BARS = WIDTH - LABELS - FIGURES;

    private final String title;
    private final List<Figure> figures;
    private final double most;

    /** @param figures of one unit */
    BarChart(String title, List<Figure> figures) {
        this.title = title;
        this.figures = List.copyOf(figures);
        this.most = figures.stream()
                .mapToDouble(each -> each.samples().most())
                .max()
                .orElse(1);
    }

    String svg() {
        int height = TOP + figures.size() * LINE + 8;
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"t d\">\n"
                        .formatted(WIDTH, height));
        svg.append("<title id=\"t\">%s</title>\n<desc id=\"d\">%s</desc>\n"
                .formatted(escaped(heading()), escaped(description())));
        svg.append("<style>text{font:14px system-ui,sans-serif;fill:#767676}.h{font-weight:600;font-size:16px}"
                + ".b{fill:#3b82c4}.s{stroke:#c2670c;stroke-width:2}</style>\n");
        svg.append("<text class=\"h\" x=\"8\" y=\"24\">%s</text>\n".formatted(escaped(heading())));
        for (int i = 0; i < figures.size(); i++) {
            svg.append(bar(figures.get(i), TOP + i * LINE));
        }
        return svg.append("</svg>\n").toString();
    }

    private String bar(Figure figure, int y) {
        Samples samples = figure.samples();
        int middle = y + BAR / 2;
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect class="b" x="%d" y="%d" width="%.1f" height="%d" rx="2"/>
                <line class="s" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>
                <text x="%.1f" y="%d">%s</text>
                """,
                LABELS - 10,
                middle + 5,
                escaped(figure.name()),
                LABELS,
                y,
                Math.max(1, length(samples.median())),
                BAR,
                LABELS + length(samples.least()),
                middle,
                LABELS + length(samples.most()),
                middle,
                LABELS + length(samples.most()) + 8,
                middle + 5,
                Figures.rounded(samples.median()));
    }

    private double length(double value) {
        return value / most * BARS;
    }

    private String heading() {
        return title + " (" + figures.get(0).unit() + ")";
    }

    private String description() {
        return figures.stream()
                .map(each -> each.name() + ": " + Figures.rounded(each.samples().median()) + ", "
                        + Figures.spread(each.samples()))
                .collect(Collectors.joining("; "));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}

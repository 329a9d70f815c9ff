package org.memorycached.e2e.drill;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.memorycached.e2e.drill.Request.Kind;

/**
 * What a drill came to.
 *
 * @param warmAt when the first requests of a young JVM were over, which tell nothing of the servers
 */
record DrillReport(Ledger ledger, FaultLog faults, StallWatch stalls, long warmAt, Duration took) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** As Markdown. */
    String table() {
        StringBuilder text = new StringBuilder();
        line(text, "| requests | answered | outages | slowest |", "|---|--:|--:|--:|");
        for (Kind kind : Kind.values()) {
            line(text, "| %s | %d | %d | %s |", name(kind), of(kind).count(), outages(kind), slowest(of(kind)));
        }
        line(text, "| **all, in %d s** | **%d** | | |", took.toSeconds(), ledger.requestCount());
        line(text, "", "| wrong answers | |", "|---|--:|");
        for (Wrong kind : Wrong.values()) {
            line(text, "| %s | %d |", kind, ledger.count(kind));
        }
        line(
                text,
                "%nThis machine stood still %d times, for %s at most; outage answers then, which are not wrong: %d.",
                stalls.count(),
                millis(stalls.longest()),
                ledger.outagesInStalls());
        line(text, "", "| fault | how often | slowest view | slowest request |", "|---|--:|--:|--:|");
        faultRows().forEach(row -> line(text, row));
        line(text, "", "| views while | number | p50 | p99 | slowest | p99 to healthy |", "|---|--:|--:|--:|--:|--:|");
        for (Phase phase : Phase.values()) {
            long[] views = viewsIn(phase);
            line(
                    text,
                    "| %s | %d | %s | %s | %s | %s |",
                    phase,
                    views.length,
                    percentile(views, 50),
                    percentile(views, 99),
                    percentile(views, 100),
                    toHealthy(views));
        }
        return text.toString();
    }

    private Stream<String> faultRows() {
        Map<String, List<Fault>> byKind = faults.all().stream()
                .collect(Collectors.groupingBy(
                        fault -> (fault.central() ? "central server " : "local server ") + fault.kind()));
        return byKind.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> String.format(
                        Locale.ROOT,
                        "| %s | %d | %s | %s |",
                        entry.getKey(),
                        entry.getValue().size(),
                        slowest(of(Kind.VIEW).filter(request -> touches(entry.getValue(), request))),
                        slowest(ledger.requests().stream().filter(request -> touches(entry.getValue(), request)))));
    }

    private static boolean touches(List<Fault> faults, Request request) {
        return faults.stream().anyMatch(fault -> fault.touches(request.beganAt(), request.endedAt()));
    }

    private Stream<Request> of(Kind kind) {
        return ledger.requests().stream().filter(request -> request.kind() == kind);
    }

    private long outages(Kind kind) {
        return of(kind).filter(Request::outage).count();
    }

    private static String slowest(Stream<Request> requests) {
        Optional<Duration> slowest = requests.map(Request::took).max(Comparator.naturalOrder());
        return slowest.map(DrillReport::millis).orElse("");
    }

    /** The time that views took that began in this phase, in nanoseconds, sorted. */
    long[] viewsIn(Phase phase) {
        return of(Kind.VIEW)
                .filter(request -> request.beganAt() >= warmAt)
                .filter(request -> faults.phaseAt(request.beganAt()) == phase)
                .mapToLong(request -> request.took().toNanos())
                .sorted()
                .toArray();
    }

    /** By nearest rank. */
    static Duration rank(long[] sorted, int percent) {
        int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
        return sorted.length == 0 ? Duration.ZERO : Duration.ofNanos(sorted[Math.max(0, index)]);
    }

    private static String percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? "" : millis(rank(sorted, percent));
    }

    private String toHealthy(long[] views) {
        double healthy = rank(viewsIn(Phase.HEALTHY), 99).toNanos();
        return views.length == 0 || healthy == 0
                ? ""
                : String.format(Locale.ROOT, "%.1f", rank(views, 99).toNanos() / healthy);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / NANOS_PER_MILLI);
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void line(StringBuilder text, String format, Object... values) {
        if (Arrays.stream(values).allMatch(String.class::isInstance) && !format.contains("%")) {
            text.append(format).append('\n');
            Arrays.stream(values).forEach(value -> text.append(value).append('\n'));
            return;
        }
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

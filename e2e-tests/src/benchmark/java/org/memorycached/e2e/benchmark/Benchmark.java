package org.memorycached.e2e.benchmark;

import java.util.List;
import org.memorycached.e2e.benchmark.http.CookieFlood;
import org.memorycached.e2e.benchmark.http.LoginFlow;
import org.memorycached.e2e.benchmark.http.MemoryUnderLoad;
import org.memorycached.e2e.benchmark.http.PageViews;
import org.memorycached.e2e.benchmark.http.StartUp;
import org.memorycached.e2e.benchmark.library.BytesPerSession;
import org.memorycached.e2e.benchmark.library.Creations;
import org.memorycached.e2e.benchmark.library.ManySessions;
import org.memorycached.e2e.benchmark.library.Reads;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.report.Report;
import org.memorycached.e2e.benchmark.revocation.CentralReads;
import org.memorycached.e2e.benchmark.revocation.FollowerMemory;
import org.memorycached.e2e.benchmark.revocation.LogoutReach;

/** Measures row after row, and writes the report; what was measured before a failure is written too. */
public final class Benchmark {

    /** In this order those that need the same applications follow each other. */
    private static final List<Row> ROWS = List.of(
            new Reads(),
            new Creations(),
            new BytesPerSession(),
            new PageViews(),
            new LoginFlow(),
            new CookieFlood(),
            new MemoryUnderLoad(),
            new StartUp(),
            new LogoutReach(),
            new CentralReads(),
            new FollowerMemory(),
            new ManySessions());

    private Benchmark() {}

    public static void main(String[] arguments) {
        Options options = Options.ofSystemProperties();
        List<Row> rows = options.select(ROWS);
        Findings findings = new Findings();
        try (Lab lab = Lab.open(options)) {
            for (Row row : rows) {
                lab.say("== " + row.name() + ": " + row.what());
                row.measure(lab, findings);
                lab.closeWhatIsNotNeededAfter(row);
            }
        } finally {
            new Report(options, findings, Lab.FOLDER).write();
        }
    }
}

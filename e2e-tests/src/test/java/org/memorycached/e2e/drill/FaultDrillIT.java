package org.memorycached.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.memorycached.e2e.environment.Required;
import org.memorycached.session.testing.RealMemcached;

/**
 * Servers die, freeze and come back empty: nobody is logged out, nothing logged out comes back. Two minutes, or as long as
 * {@code -Ddrill.duration} says ({@code PT10M}, and {@code ./mvnw verify -Pfaults}); {@code -Ddrill.seed} repeats a
 * drill's accidents.
 */
class FaultDrillIT {

    /** A fifth of a timeout. */
    private static final Duration AIR = Drill.CENTRAL_TIMEOUT.dividedBy(5);

    private static final Path REPORT = Path.of("target", "fault-drill.md");

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void no_accident_of_one_server_makes_an_answer_wrong() throws IOException, InterruptedException {
        Required.assume(
                Required.MEMCACHED, RealMemcached.hasProgram(), "no program memcached: the fault drill is not run");
        long seed = Long.getLong("drill.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        Duration duration = Duration.parse(System.getProperty("drill.duration", "PT2M"));
        System.out.println("The fault drill takes " + duration + "; to repeat it: -Ddrill.seed=" + seed);
        try (Drill drill = new Drill(seed, duration)) {
            DrillReport report = drill.run();
            String table = "Fault drill, seed " + seed + ", " + duration + "\n\n" + report.table();
            System.out.println("\n" + table);
            Files.createDirectories(REPORT.getParent());
            Files.writeString(REPORT, table);
            assertThat(report.ledger().wrongCount())
                    .as("seed " + seed + "\n\n"
                            + String.join("\n\n", report.ledger().explanations()))
                    .isZero();
            nobodyWaitsForADeadServer(report);
        }
    }

    /** In the steady state; with so much air that what else this machine does is not taken for a server's fault. */
    private static void nobodyWaitsForADeadServer(DrillReport report) {
        Duration healthy = DrillReport.rank(report.viewsIn(Phase.HEALTHY), 99);
        for (Phase steady : List.of(Phase.DEAD, Phase.FROZEN)) {
            Duration p99 = DrillReport.rank(report.viewsIn(steady), 99);
            assertThat(p99)
                    .as("p99 of a view with " + steady)
                    .isLessThan(Duration.ofNanos(Math.max(2 * healthy.toNanos(), AIR.toNanos())));
        }
        Duration slowest = DrillReport.rank(report.viewsIn(Phase.FIRST_SECOND), 100);
        assertThat(slowest)
                .as("the slowest view in the first second of a fault")
                .isLessThan(Drill.CENTRAL_TIMEOUT
                        .plus(Drill.LOCAL_TIMEOUT)
                        .plus(report.stalls().longest())
                        .plus(AIR.multipliedBy(3)));
    }
}

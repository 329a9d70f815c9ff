package org.memorycached.e2e.benchmark;

import org.memorycached.e2e.benchmark.measure.Findings;

/** One thing to measure: a row of the table, or a few that need the same preparation. */
public interface Row {

    /** Short, for {@code -Dbenchmark.only}. */
    String name();

    /** One line for whoever waits. */
    String what();

    /** Whether it uses the running applications of the {@link Lab}, which the next row may want too. */
    default boolean usesApplications() {
        return false;
    }

    /** Whether it is measured where no rows are named. */
    default boolean isUsual() {
        return true;
    }

    /** Measures, and adds what it found. Ends what it started. */
    void measure(Lab lab, Findings findings);
}

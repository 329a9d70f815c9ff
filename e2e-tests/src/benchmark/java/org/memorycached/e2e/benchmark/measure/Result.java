package org.memorycached.e2e.benchmark.measure;

/**
 * One line of the table of targets.
 *
 * @param work what was done
 * @param target what it should have come to
 * @param measured the median, with its unit
 * @param spread the least and the most
 * @param note what the reader has to know
 */
public record Result(String work, String target, String measured, String spread, Verdict verdict, String note) {

    /** Judged by the median. */
    public static Result of(String work, Goal goal, Samples measured, String unit, String note) {
        Verdict verdict = goal.isMetBy().test(measured.median()) ? Verdict.MET : Verdict.NOT_MET;
        return of(work, goal, measured, unit, verdict, note);
    }

    /** Judged by the greatest: for what must never be more. */
    public static Result ofWorst(String work, Goal goal, Samples measured, String unit, String note) {
        Verdict verdict = goal.isMetBy().test(measured.most()) ? Verdict.MET : Verdict.NOT_MET;
        String worst = Figures.rounded(measured.most()) + " " + unit;
        return new Result(work, goal.text(), worst.strip(), Figures.spread(measured), verdict, note);
    }

    private static Result of(String work, Goal goal, Samples measured, String unit, Verdict verdict, String note) {
        String median = Figures.rounded(measured.median()) + " " + unit;
        return new Result(work, goal.text(), median.strip(), Figures.spread(measured), verdict, note);
    }

    /** There is a target, and no figure. */
    public static Result notMeasured(String work, Goal goal, String reason) {
        return new Result(work, goal.text(), "", "", Verdict.NOT_MEASURED, reason);
    }
}

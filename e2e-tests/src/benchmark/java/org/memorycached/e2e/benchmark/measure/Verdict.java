package org.memorycached.e2e.benchmark.measure;

/** Whether a target is met. */
public enum Verdict {
    MET("met"),
    NOT_MET("**not met**"),
    NOT_MEASURED("not measured");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** For the table. */
    public String text() {
        return text;
    }
}

package org.memorycached.e2e.benchmark.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that was found, in its order. For one thread. */
public final class Findings {

    private final List<Result> results = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();

    public void add(Result result) {
        results.add(result);
    }

    public void add(Figure figure) {
        figures.add(figure);
    }

    /** Adds a figure for each contender of one comparison. */
    public void add(String group, String unit, Map<String, Samples> samples) {
        samples.forEach((name, each) -> add(new Figure(group, name, unit, each)));
    }

    public List<Result> results() {
        return List.copyOf(results);
    }

    public List<Figure> figures() {
        return List.copyOf(figures);
    }
}

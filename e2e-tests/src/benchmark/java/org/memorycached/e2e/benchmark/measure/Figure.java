package org.memorycached.e2e.benchmark.measure;

/**
 * One measured figure, for the second table and the charts.
 *
 * @param group what it is compared in; a chart each
 * @param name who or what was measured
 * @param unit such as {@code requests/s}
 */
public record Figure(String group, String name, String unit, Samples samples) {}

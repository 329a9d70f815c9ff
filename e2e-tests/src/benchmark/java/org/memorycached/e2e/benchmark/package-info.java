/**
 * What this costs, beside what others cost: {@code ./mvnw verify -Pbenchmark}. Start at {@link
 * org.memorycached.e2e.benchmark.Benchmark}.
 *
 * <p>We and the peers are measured in one run on one machine, warmed up, in rounds that each measure everybody, so that
 * whatever else the machine does falls on all alike. A claim is always the ratio of two figures of one round; the table
 * has the median of these ratios, and the least and the most. The JVM of every application under load has the same
 * heap, and more threads that compile than it would have by itself ({@link
 * org.memorycached.e2e.benchmark.http.Applications}). Nothing in the table is written by hand: what is not met says so.
 *
 * <p>Properties: {@code benchmark.quick} (two minutes, to see that everything runs; its figures are no claim),
 * {@code benchmark.only} (rows, by commas; how a logout spreads is measured by {@code
 * logout,central-reads,follower-memory} alone, four minutes more), {@code benchmark.readme} (write the table into the README too),
 * {@code benchmark.sessions} (how many live sessions are many; 1,000,000), {@code benchmark.java25} (a JDK 25).
 */
@NullMarked
package org.memorycached.e2e.benchmark;

import org.jspecify.annotations.NullMarked;

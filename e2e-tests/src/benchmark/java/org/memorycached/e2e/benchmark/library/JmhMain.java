package org.memorycached.e2e.benchmark.library;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures one method by JMH in this JVM, as often as it is told to: whatever a line of the input asks for is answered by a
 * line of the output. {@link JmhVm} is at the other end.
 */
final class JmhMain {

    /** Before the figures, to tell them from what a library says. */
    static final String MEASURED = "measured ";

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /**
     * One measurement.
     *
     * @param threads that call the method
     * @param warmUps seconds before it is measured
     * @param millis of each of two iterations that are measured
     * @param given what the measured code learns by {@link Given}
     */
    record Order(int threads, int warmUps, int millis, Map<String, String> given) {

        private static final String BETWEEN = "\t";

        String line() {
            return Stream.concat(
                            Stream.of(threads, warmUps, millis).map(String::valueOf),
                            given.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()))
                    .collect(Collectors.joining(BETWEEN));
        }

        static Order of(String line) {
            String[] words = line.split(BETWEEN);
            return new Order(
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Arrays.stream(words)
                            .skip(3)
                            .map(word -> word.split("=", 2))
                            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
        }
    }

    private JmhMain() {}

    /** @param arguments class and method, where JMH writes, and perhaps who keeps the sessions */
    public static void main(String[] arguments) throws IOException, RunnerException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            Order order = Order.of(line);
            order.given().forEach(System::setProperty);
            RunResult result = new Runner(options(arguments, order).build()).runSingle();
            System.out.println(MEASURED + result.getPrimaryResult().getScore() + " "
                    + result.getSecondaryResults().get(ALLOCATION).getScore());
            System.out.flush();
        }
    }

    private static ChainedOptionsBuilder options(String[] arguments, Order order) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(arguments[0]) + "$")
                .output(Path.of(arguments[1]).toString())
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .threads(order.threads())
                .forks(0)
                .warmupIterations(order.warmUps())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(order.millis()))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        return arguments.length > 2 ? options.param("keeper", arguments[2]) : options;
    }
}

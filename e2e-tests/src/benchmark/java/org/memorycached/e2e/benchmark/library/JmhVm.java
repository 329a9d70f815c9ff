package org.memorycached.e2e.benchmark.library;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that measures one method when it is told to, and nothing else. It ends when it is closed, or with this one. */
final class JmhVm implements AutoCloseable {

    /**
     * What came out.
     *
     * @param perSecond operations, of all threads together
     * @param bytes that one operation allocated, on all threads
     */
    record Measured(double perSecond, double bytes) {}

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter orders;
    private final Path log;

    private JmhVm(Process process, Path log) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.log = log;
    }

    /**
     * @param what the arguments of {@link JmhMain} but for the log
     */
    static JmhVm start(List<String> what, Path logs) {
        Path log = logs.resolve("jmh-" + String.join("-", what) + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), JmhMain.class.getName()));
        command.add(what.get(0));
        command.add(log.toString());
        command.addAll(what.subList(1, what.size()));
        try {
            return new JmhVm(
                    new ProcessBuilder(command)
                            .redirectError(logs.resolve("jmh-errors.log").toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Measured measure(JmhMain.Order order) {
        orders.println(order.line());
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(JmhMain.MEASURED)) {
                    String[] figures = line.substring(JmhMain.MEASURED.length()).split(" ");
                    return new Measured(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("JMH says why in " + log + ", or in jmh-errors.log beside it");
    }

    /** There are no more orders, so it ends. */
    @Override
    public void close() {
        orders.close();
        process.onExit().join();
    }
}

package org.memorycached.e2e.benchmark.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server that runs until it is closed, or this JVM ends. */
final class ServerProgram implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(10);

    private final Process process;
    private final Thread lastResort;

    private ServerProgram(Process process) {
        this.process = process;
        this.lastResort = new Thread(process::destroyForcibly, "stop server");
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Returns when the port is open. */
    static ServerProgram start(List<String> command, int port, Path log) {
        try {
            ServerProgram started = new ServerProgram(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start());
            started.awaitPort(port, command);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(int port, List<String> command) {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("It does not start: " + String.join(" ", command));
            }
            Pause.of(Duration.ofMillis(20));
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}

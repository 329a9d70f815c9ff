package org.memorycached.e2e.benchmark.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** By threads of this JVM, where there is no wrk. */
final class SocketLoad implements Load {

    private static final int FIRST_REFUSAL = 400;

    private final int connections;

    SocketLoad(int connections) {
        this.connections = connections;
    }

    @Override
    public Throughput on(int port, String path, Cookies cookies, Duration duration) {
        List<String> lines = lines(cookies);
        AtomicLong requests = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        long started = System.nanoTime();
        long end = started + duration.toNanos();
        List<Thread> threads = IntStream.range(0, connections)
                .mapToObj(i -> new Thread(() -> {
                    try (KeptConnection connection = new KeptConnection(port)) {
                        for (int next = i; System.nanoTime() - end < 0; next++) {
                            String cookie = cookie(cookies, lines.get(next % lines.size()));
                            int status = connection
                                    .ask("GET", path, Map.of("Cookie", cookie, "Accept", "application/json"), "")
                                    .status();
                            requests.incrementAndGet();
                            refused.addAndGet(status >= FIRST_REFUSAL ? 1 : 0);
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        threads.forEach(SocketLoad::join);
        double seconds = (System.nanoTime() - started) / 1e9;
        return new Throughput(requests.get() / seconds, requests.get(), refused.get());
    }

    private static String cookie(Cookies cookies, String line) {
        if (!cookies.forged()) {
            return line;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "%s%016x%016x%s".formatted(line, random.nextLong(), random.nextLong(), cookies.suffix());
    }

    private static List<String> lines(Cookies cookies) {
        try {
            return Files.readAllLines(cookies.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}

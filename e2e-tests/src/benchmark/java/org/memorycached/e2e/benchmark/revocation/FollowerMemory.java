package org.memorycached.e2e.benchmark.revocation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.measure.Figure;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.benchmark.servers.LiveHeap;
import org.memorycached.e2e.benchmark.servers.Memcached;
import org.memorycached.e2e.benchmark.servers.Pause;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;

/** What a node keeps in its heap to know of a thousand logouts a second, in a JVM of its own that does nothing else. */
public final class FollowerMemory implements Row {

    private static final int LOGOUTS_PER_SECOND = 1_000;
    private static final int WRITERS = 8;
    private static final String GROUP = "memory of a follower";

    @Override
    public String name() {
        return "follower-memory";
    }

    @Override
    public String what() {
        return "memory of a follower at 1,000 logouts a second";
    }

    /** By its name, with the other two of this package: {@code -Dbenchmark.only=logout,central-reads,follower-memory}. */
    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        Duration duration = Duration.ofSeconds(lab.options().of(40, 5));
        List<Memcached> central = Memcached.start(2, 512, lab.logs());
        try (Memcached local = new Memcached(64, lab.logs());
                SessionStore portal =
                        StoreVariants.central(Memcached.addresses(central)).build()) {
            Process node = start(local, central);
            try {
                awaitReady(node);
                double before = LiveHeap.megabytes(node.pid());
                double perSecond = logOut(lab, portal, duration);
                Pause.of(Duration.ofSeconds(1)); // the last poll
                double after = LiveHeap.megabytes(node.pid());
                lab.say(Figures.rounded(before) + " MB before, " + Figures.rounded(after) + " MB after");
                String when = Figures.rounded(perSecond) + " logouts/s for " + duration.toSeconds() + " s";
                findings.add(new Figure(GROUP, "live heap before", "MB", Samples.of(before)));
                findings.add(new Figure(GROUP, "live heap after " + when, "MB", Samples.of(after)));
                double each = (after - before) * (1 << 20) / (perSecond * duration.toSeconds());
                findings.add(new Figure("memory of a follower, each logout", "live heap", "bytes", Samples.of(each)));
            } finally {
                node.destroy();
                node.onExit().join();
            }
        } finally {
            Memcached.close(central);
        }
    }

    private static Process start(Memcached local, List<Memcached> central) {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FollowingNode.class.getName(),
                            local.address(),
                            String.join(",", Memcached.addresses(central)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(Process node) {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8)).readLine();
            if (!FollowingNode.READY.equals(line)) {
                throw new IllegalStateException("The following node says " + line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what is not there, which is published all the same; says how many a second it came to. */
    private static double logOut(Lab lab, SessionStore portal, Duration duration) {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        AtomicLong next = new AtomicLong();
        long started = System.nanoTime();
        long end = started + duration.toNanos();
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < WRITERS; i++) {
            writers.execute(() -> {
                while (System.nanoTime() - end < 0) {
                    Pause.until(started + next.getAndIncrement() * 1_000_000_000L / LOGOUTS_PER_SECOND);
                    portal.delete(SessionId.random(random));
                }
            });
        }
        writers.shutdown();
        try {
            if (!writers.awaitTermination(duration.toSeconds() + 60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The logouts do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        double perSecond = next.get() / ((System.nanoTime() - started) / 1e9);
        lab.say(Figures.rounded(perSecond) + " logouts/s");
        return perSecond;
    }
}

package org.memorycached.e2e.benchmark.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.http.Load.Cookies;
import org.memorycached.e2e.benchmark.library.StoredSessions;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.benchmark.servers.LiveHeap;
import org.memorycached.e2e.benchmark.servers.Pause;
import org.memorycached.e2e.environment.ApplicationProcess;
import org.memorycached.session.SessionStore;

/** What of the heap lives through a full collection while the protected application is under full load. */
public final class MemoryUnderLoad implements Row {

    private static final int SESSIONS = 1_000;
    private static final int COLLECTIONS = 3;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String what() {
        return "live heap of protected-app under full load";
    }

    @Override
    public boolean usesApplications() {
        return true;
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        ApplicationProcess application = lab.applications().protectedApplication();
        Cookies cookies = cookies(lab);
        Duration load = Duration.ofSeconds(lab.options().of(12, 4));
        CompletableFuture<Void> done =
                CompletableFuture.runAsync(() -> Load.of(lab).on(application.port(), "/api/me", cookies, load));
        List<Double> megabytes = new ArrayList<>();
        for (int i = 0; i < COLLECTIONS; i++) {
            Pause.of(load.dividedBy(COLLECTIONS + 1));
            megabytes.add(LiveHeap.megabytes(application.pid()));
            lab.say(Figures.rounded(megabytes.get(i)) + " MB live");
        }
        done.join();
        findings.add(Result.ofWorst(
                "memory of protected-app under full load",
                Goal.atMost(64, "MB of live heap beside the configured heap copies"),
                new Samples(megabytes),
                "MB",
                "the most of " + COLLECTIONS + " full collections while " + Load.CONNECTIONS
                        + " connections ask; what copies of " + Figures.rounded(SESSIONS)
                        + " sessions take is included"));
    }

    private static Cookies cookies(Lab lab) {
        try (SessionStore store =
                StoreVariants.central(lab.applications().central()).build()) {
            Path file = lab.folder().resolve("memory.cookies");
            Files.write(
                    file,
                    StoredSessions.create(store, SESSIONS, count -> {}).stream()
                            .map(id -> "sso_session=" + id)
                            .toList());
            return new Cookies(file, false, "");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

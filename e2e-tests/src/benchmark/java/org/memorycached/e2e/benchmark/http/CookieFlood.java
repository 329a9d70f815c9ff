package org.memorycached.e2e.benchmark.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.added.OpenPage;
import org.memorycached.e2e.benchmark.http.Load.Cookies;
import org.memorycached.e2e.benchmark.http.Load.Throughput;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Rounds;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.benchmark.servers.Pause;
import org.memorycached.e2e.environment.ApplicationProcess;

/** Another made-up cookie with each request, to the protected application with signed ids. */
public final class CookieFlood implements Row {

    private static final Goal GOAL = Goal.atLeast(0.9, "x the open endpoint");
    private static final Goal NO_READS = Goal.atMost(0, "memcached reads for 1,000 forged cookies");
    private static final String FORGED = "forged cookies, refused";
    private static final String OPEN = "open page of the same application, the same cookies";

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public String what() {
        return "a flood of forged cookies";
    }

    @Override
    public boolean usesApplications() {
        return true;
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        Applications applications = lab.applications();
        ApplicationProcess application =
                applications.protectedApplication("protected-app signed", StoreVariants.signedCookies());
        int target = application.port();
        Cookies cookies = forged(lab);
        Load load = Load.of(lab);
        Duration duration = Duration.ofSeconds(lab.options().of(2, 1));
        WarmUp warmUp = new WarmUp(lab);
        Load light = Load.toWarmUp(lab);
        warmUp.of(
                OPEN,
                List.of(application),
                slice -> light.on(target, OpenPage.PATH, cookies, slice).requestsPerSecond());
        warmUp.of(
                FORGED,
                List.of(application),
                slice -> light.on(target, "/api/me", cookies, slice).requestsPerSecond());
        double polls = readsPerSecond(applications, duration);
        List<Double> reads = new ArrayList<>();
        Map<String, Samples> measured = new Rounds(lab::say)
                .with(
                        OPEN,
                        () -> load.on(target, OpenPage.PATH, cookies, duration).requestsPerSecond())
                .with(FORGED, () -> {
                    long before = applications.reads();
                    long started = System.nanoTime();
                    Throughput throughput = load.on(target, "/api/me", cookies, duration);
                    double seconds = (System.nanoTime() - started) / 1e9;
                    checkAllRefused(throughput);
                    double caused = applications.reads() - before - polls * seconds;
                    // Polls vary by a few; what remains of them is no read for a cookie.
                    reads.add(Math.abs(caused) < polls ? 0 : caused / throughput.requests() * 1_000);
                    return throughput.requestsPerSecond();
                })
                .lap()
                .run(lab.options().rounds());
        findings.add("flood of forged cookies", "requests/s", measured);
        String note = "signed ids";
        String work = "flood of forged cookies";
        findings.add(Result.of(
                work,
                GOAL,
                measured.get(FORGED).over(measured.get(OPEN)),
                "x",
                note + "; open: another page of protected-app, everybody permitted"));
        findings.add(Result.ofWorst(work, NO_READS, new Samples(reads), "", note + "; the followers' polls taken off"));
    }

    private static void checkAllRefused(Throughput throughput) {
        if (throughput.refused() < throughput.requests() * 0.99) {
            throw new IllegalStateException(
                    "Of " + throughput.requests() + " forged cookies only " + throughput.refused() + " were refused");
        }
    }

    /** What memcached is asked for while nobody views a page. */
    private static double readsPerSecond(Applications applications, Duration duration) {
        long before = applications.reads();
        Pause.of(duration);
        return (applications.reads() - before) / (duration.toNanos() / 1e9);
    }

    private static Cookies forged(Lab lab) {
        try {
            return new Cookies(
                    Files.writeString(lab.folder().resolve("forged.cookies"), "sso_session=\n"),
                    true,
                    StoreVariants.forgedSignature());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.memorycached.e2e.benchmark.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Rounds;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.environment.ApplicationProcess;

/**
 * Login page, form, first page view with the cookie, one browser after the other. The password's hash is left out on both
 * sides, by the {@link org.memorycached.e2e.benchmark.added.RememberedPasswords}.
 */
public final class LoginFlow implements Row {

    private static final String OURS = "our portal and protected-app";
    private static final String INDEXED = "Spring Session Redis, indexed";

    /** So many that each has some twenty sessions in the end: few people are signed in by more browsers. */
    private static final int USERS = 2_000;

    private static final int BROWSERS = 4;

    /** The users in turn, for browsers side by side: nobody comes again before all others have. */
    private record Turns(List<String> uids, AtomicInteger taken) {

        String next() {
            return uids.get(taken.getAndIncrement() % uids.size());
        }
    }

    @Override
    public String name() {
        return "login";
    }

    @Override
    public String what() {
        return "logins over HTTP";
    }

    @Override
    public boolean usesApplications() {
        return true;
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        List<String> uids = IntStream.range(0, USERS)
                .mapToObj(number -> new SampleUser(number).uid())
                .toList();
        Turns ofOurs = new Turns(uids, new AtomicInteger());
        Turns ofIndexed = new Turns(uids, new AtomicInteger());
        Applications applications = lab.applications();
        ApplicationProcess portalProcess = applications.portal(uids);
        ApplicationProcess protectedApp = applications.protectedApplication();
        ApplicationProcess peer = applications.peer(Applications.INDEXED);
        WarmUp warmUp = WarmUp.longer(lab);
        warmUp.of(
                OURS,
                List.of(portalProcess, protectedApp),
                slice -> perSecond(portalProcess.port(), protectedApp.port(), ofOurs, slice));
        warmUp.of(INDEXED, List.of(peer), slice -> perSecond(peer.port(), peer.port(), ofIndexed, slice));
        try (KeptConnection portal = new KeptConnection(portalProcess.port());
                KeptConnection application = new KeptConnection(protectedApp.port());
                KeptConnection both = new KeptConnection(peer.port())) {
            Login ours = new Login(portal, application);
            Login indexed = new Login(both, both);
            Duration duration = Duration.ofMillis(lab.options().of(4_000, 800));
            Map<String, Samples> measured = new Rounds(lab::say)
                    .with(OURS, () -> millis(ours, ofOurs, duration))
                    .with(INDEXED, () -> millis(indexed, ofIndexed, duration))
                    .run(lab.options().rounds());
            findings.add("login flow over HTTP, without the password's hash", "ms", measured);
            findings.add(
                    Result.of(
                            "login flow over HTTP",
                            Goal.atLeast(2, "x Spring Session Redis indexed"),
                            measured.get(INDEXED).over(measured.get(OURS)),
                            "x",
                            "login page, form, first page view; medians of one browser after the other; without the password's hash, which both applications remember to be right"));
        }
    }

    /** By some browsers at once: one alone takes minutes to make the compiler look at a login. */
    private static double perSecond(int portal, int application, Turns turns, Duration duration) {
        int before = turns.taken().get();
        long end = System.nanoTime() + duration.toNanos();
        ExecutorService browsers = Executors.newFixedThreadPool(BROWSERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < BROWSERS; i++) {
                all.add(browsers.submit(() -> signInUntil(end, portal, application, turns)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A login failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } finally {
            browsers.shutdownNow();
        }
        return (turns.taken().get() - before) / (duration.toNanos() / 1e9);
    }

    private static void signInUntil(long end, int portal, int application, Turns turns) {
        try (KeptConnection toPortal = new KeptConnection(portal);
                KeptConnection toApplication = new KeptConnection(application)) {
            Login login = new Login(toPortal, toApplication);
            while (System.nanoTime() - end < 0) {
                login.signInAndLook(turns.next());
            }
        }
    }

    /** The median of as many as the time allows. */
    private static double millis(Login login, Turns turns, Duration duration) {
        List<Double> millis = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - end < 0) {
            String uid = turns.next();
            long started = System.nanoTime();
            login.signInAndLook(uid);
            millis.add((System.nanoTime() - started) / 1e6);
        }
        return new Samples(millis).median();
    }
}

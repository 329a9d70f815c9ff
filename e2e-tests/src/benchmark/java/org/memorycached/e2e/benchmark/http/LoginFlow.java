package org.memorycached.e2e.benchmark.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.measure.Figure;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Rounds;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Login page, form, first page view with the cookie, one browser after the other. Both sides check the password by
 * bcrypt of the least cost; what such a check takes is measured here too and taken off.
 */
public final class LoginFlow implements Row {

    private static final String OURS = "our portal and protected-app";
    private static final String INDEXED = "Spring Session Redis, indexed";
    /** So many that nobody has more than a few sessions: few people are signed in by a hundred browsers. */
    private static final int USERS = 500;

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
        Applications applications = lab.applications();
        int peer = applications.peer("redis-indexed").port();
        try (KeptConnection portal =
                        new KeptConnection(applications.portal(uids).port());
                KeptConnection application =
                        new KeptConnection(applications.protectedApplication().port());
                KeptConnection both = new KeptConnection(peer)) {
            Login ours = new Login(portal, application);
            Login indexed = new Login(both, both);
            Duration duration = Duration.ofMillis(lab.options().of(4_000, 800));
            WarmUp warmUp = new WarmUp(lab);
            warmUp.of(OURS, slice -> perSecond(ours, uids, slice));
            warmUp.of(INDEXED, slice -> perSecond(indexed, uids, slice));
            double hash = hashMillis(duration);
            Map<String, Samples> measured = new Rounds(lab::say)
                    .with(OURS, () -> millis(ours, uids, duration) - hash)
                    .with(INDEXED, () -> millis(indexed, uids, duration) - hash)
                    .run(lab.options().rounds());
            findings.add("login flow over HTTP, without the password's hash", "ms", measured);
            findings.add(new Figure("the password's hash", "bcrypt, cost 4, checked once", "ms", Samples.of(hash)));
            findings.add(Result.of(
                    "login flow over HTTP",
                    Goal.atLeast(2, "x Spring Session Redis indexed"),
                    measured.get(INDEXED).over(measured.get(OURS)),
                    "x",
                    "login page, form, first page view; medians of one browser after the other, less "
                            + Figures.rounded(hash) + " ms for the password's hash (bcrypt of the least cost, both)"));
        }
    }

    private static double perSecond(Login login, List<String> uids, Duration duration) {
        return 1_000 / millis(login, uids, duration);
    }

    /** The median of as many as the time allows. */
    private static double millis(Login login, List<String> uids, Duration duration) {
        List<Double> millis = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        for (int next = 0; System.nanoTime() - end < 0; next++) {
            long started = System.nanoTime();
            login.signInAndLook(uids.get(next % uids.size()));
            millis.add((System.nanoTime() - started) / 1e6);
        }
        return new Samples(millis).median();
    }

    private static double hashMillis(Duration duration) {
        BCryptPasswordEncoder encoder = new BCryptPasswordEncoder(Applications.CHEAP_BCRYPT);
        String hash = encoder.encode("secret");
        List<Double> millis = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - end < 0) {
            long started = System.nanoTime();
            if (!encoder.matches("secret", hash)) {
                throw new IllegalStateException("The password was right");
            }
            millis.add((System.nanoTime() - started) / 1e6);
        }
        return new Samples(millis).median();
    }
}

package org.memorycached.e2e.benchmark.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.added.OpenPage;
import org.memorycached.e2e.benchmark.http.Load.Cookies;
import org.memorycached.e2e.benchmark.http.Load.Throughput;
import org.memorycached.e2e.benchmark.library.StoredSessions;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Rounds;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.environment.ApplicationProcess;
import org.memorycached.session.SessionStore;

/**
 * {@code /api/me} with a valid cookie: open, by each peer, by ours in the same frame, and by the real application, beside
 * an open page of it.
 */
public final class PageViews implements Row {

    private static final String OPEN = "open, no session";
    private static final String REDIS = "Spring Session Redis";
    private static final String OURS = "our store, same frame";
    private static final String PROTECTED = "our protected-app";
    private static final String PROTECTED_OPEN = "our protected-app, open";

    /** A server that waits too long for the processor is unavailable; more than that is no figure of page views. */
    private static final double MOST_REFUSED = 0.001;

    /** Who answers where, and to whom. */
    private record Contender(ApplicationProcess application, String path, Cookies cookies) {

        static Contender of(ApplicationProcess application, Cookies cookies) {
            return new Contender(application, "/api/me", cookies);
        }
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String what() {
        return "/api/me with a valid cookie, of one session and of many";
    }

    @Override
    public boolean usesApplications() {
        return true;
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        int many = lab.options().of(1_000, 100);
        Map<String, Contender> ofMany = contenders(lab, many);
        Map<String, Contender> ofOne = new LinkedHashMap<>();
        for (String name :
                List.of(OPEN, REDIS, OURS, PROTECTED, PROTECTED_OPEN)) { // the others with many cookies alone
            Contender each = Objects.requireNonNull(ofMany.get(name));
            ofOne.put(name, new Contender(each.application(), each.path(), firstOf(each.cookies(), lab, name)));
        }
        Load load = Load.of(lab);
        WarmUp warmUp = new WarmUp(lab);
        Load light = Load.toWarmUp(lab);
        ofMany.forEach(
                (name, each) -> warmUp.of(name, List.of(each.application()), duration -> views(light, each, duration)));
        measure(lab, findings, rounds(lab, load, ofOne), "1 cookie");
        measure(lab, findings, rounds(lab, load, ofMany), Figures.rounded(many) + " distinct cookies");
    }

    private static void measure(Lab lab, Findings findings, Rounds rounds, String cookies) {
        // After a pause of three quarters of a minute all copies are too old at once, which in use they are one by one.
        // The lap renews them, and what renews them is compiled in it. More rounds than these take longer than that.
        Map<String, Samples> measured = rounds.lap().run(lab.options().rounds());
        findings.add("HTTP /api/me, " + cookies, "requests/s", measured);
        String work = "HTTP `/api/me`, " + cookies + ", ";
        findings.add(overOpen(work + OURS, measured.get(OURS), measured.get(OPEN), "everybody permitted"));
        findings.add(overRedis(work + OURS, measured.get(OURS), measured, OPEN, ""));
        findings.add(overOpen(
                work + PROTECTED,
                measured.get(PROTECTED),
                measured.get(PROTECTED_OPEN),
                "another page of it with the same answer, everybody permitted. Over the open endpoint of the bare frame, which counts no requests and tells less: "
                        + Figures.rounded(
                                measured.get(PROTECTED).over(measured.get(OPEN)).median())
                        + " x"));
        findings.add(overRedis(
                work + PROTECTED,
                measured.get(PROTECTED),
                measured,
                PROTECTED_OPEN,
                ". Another frame than the peer's: it also counts and times each request, and tells more"));
    }

    private static Result overOpen(String work, Samples ours, Samples open, String whatIsOpen) {
        Goal goal = Goal.atLeast(0.9, "x the same endpoint open");
        return Result.of(work, goal, ours.over(open), "x", "open: the same application, " + whatIsOpen);
    }

    /** @param open who checks nothing, in the same frame: how many times Redis that reaches shows what can be had */
    private static Result overRedis(
            String work, Samples ours, Map<String, Samples> measured, String open, String note) {
        Samples redis = measured.get(REDIS);
        String ofOpen = Figures.rounded(measured.get(open).over(redis).median());
        return Result.of(
                work,
                Goal.atLeast(4, "x Spring Session Redis"),
                ours.over(redis),
                "x",
                "the same endpoint open: " + ofOpen + " x" + note);
    }

    private static Rounds rounds(Lab lab, Load load, Map<String, Contender> contenders) {
        Rounds rounds = new Rounds(lab::say);
        Duration duration = Duration.ofSeconds(lab.options().of(2, 1));
        contenders.forEach((name, each) -> rounds.with(name, () -> views(load, each, duration)));
        return rounds;
    }

    private static double views(Load load, Contender contender, Duration duration) {
        Throughput throughput =
                load.on(contender.application().port(), contender.path(), contender.cookies(), duration);
        if (throughput.refused() > throughput.requests() * MOST_REFUSED) {
            throw new IllegalStateException(
                    throughput.refused() + " of " + throughput.requests() + " valid cookies were refused");
        }
        return throughput.requestsPerSecond();
    }

    private static Map<String, Contender> contenders(Lab lab, int many) {
        Applications applications = lab.applications();
        applications.startForPageViews();
        Cookies ours = ourCookies(lab, many);
        Map<String, Contender> sessions = allSignedIn(lab, many);
        Map<String, Contender> contenders = new LinkedHashMap<>();
        contenders.put(OPEN, Contender.of(applications.peer("open"), ours));
        contenders.putAll(sessions);
        contenders.put(OURS, Contender.of(applications.ours(), ours));
        contenders.put(PROTECTED, Contender.of(applications.protectedApplication(), ours));
        contenders.put(PROTECTED_OPEN, new Contender(applications.protectedApplication(), OpenPage.PATH, ours));
        return contenders;
    }

    /** The peers with sessions, at once: a thousand sign-ins of a new application take a quarter of a minute. */
    private static Map<String, Contender> allSignedIn(Lab lab, int many) {
        Map<String, String> profiles = new LinkedHashMap<>();
        profiles.put("Tomcat's session in memory", "tomcat");
        profiles.put(REDIS, "redis");
        profiles.put("Spring Session Redis, indexed", Applications.INDEXED);
        Map<String, CompletableFuture<Contender>> begun = new LinkedHashMap<>();
        profiles.forEach((name, profile) -> {
            ApplicationProcess peer = lab.applications().peer(profile);
            begun.put(name, CompletableFuture.supplyAsync(() -> signedIn(lab, peer, profile, many)));
        });
        Map<String, Contender> contenders = new LinkedHashMap<>();
        begun.forEach((name, contender) -> contenders.put(name, contender.join()));
        return contenders;
    }

    private static Cookies ourCookies(Lab lab, int many) {
        try (SessionStore store =
                StoreVariants.central(lab.applications().central()).build()) {
            List<String> cookies = StoredSessions.create(store, many, count -> {}).stream()
                    .map(id -> "sso_session=" + id)
                    .toList();
            return cookies(lab, "ours", cookies);
        }
    }

    private static Contender signedIn(Lab lab, ApplicationProcess peer, String profile, int many) {
        List<String> cookies = new ArrayList<>();
        try (KeptConnection connection = new KeptConnection(peer.port())) {
            Login login = new Login(connection, connection);
            for (int number = 0; number < many; number++) {
                cookies.add(login.signIn(new SampleUser(number).uid()));
            }
        }
        lab.say(Figures.rounded(many) + " users are signed in to " + peer.name());
        return Contender.of(peer, cookies(lab, profile, cookies));
    }

    private static Cookies firstOf(Cookies cookies, Lab lab, String name) {
        try {
            return cookies(
                    lab,
                    "one-" + name.replaceAll("[^A-Za-z]+", "-"),
                    Files.readAllLines(cookies.file()).subList(0, 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cookies cookies(Lab lab, String name, List<String> lines) {
        try {
            Path file = lab.folder().resolve(name + ".cookies");
            return new Cookies(Files.write(file, lines), false, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.memorycached.e2e.benchmark.http;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Rounds;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.benchmark.servers.Pause;
import org.memorycached.e2e.environment.ApplicationJar;
import org.memorycached.session.SessionStore;
import org.memorycached.session.testing.FreePort;

/**
 * From the start of the process to the first answer to a valid cookie: on this Java from the jar, and as the image starts
 * it, unpacked and with an archive of loaded classes; on Java 25 in the same way with a cache of loaded and linked classes
 * (JEP 514), and with what Spring found out when the application was built.
 */
public final class StartUp implements Row {

    private static final Goal PLAIN = Goal.atMost(3, "s");
    private static final Goal CACHED = Goal.atMost(1.5, "s with a cache of the JVM, on Java 25");
    private static final String WORK = "start-up of protected-app to the first answered request";
    private static final String NOW = "Java " + Runtime.version().feature();
    private static final String FROM_JAR = NOW + ", from its jar";
    private static final String AS_IMAGE = NOW + ", as the image starts it";
    private static final String WITH_CACHE = "Java 25, the same with AOT cache and Spring AOT";
    private static final String APPLICATION = "application.jar";

    /** What docker/Dockerfile tells a JVM, and what a JVM chooses, with the memory that docker/compose.yaml gives it. */
    private static final List<String> AS_IN_CONTAINER = List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx358m");

    private static final String SPRING_AHEAD_OF_TIME = "-Dspring.aot.enabled=true";
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int OK = 200;
    private static final Path HERE = Path.of(".");

    /** A command, and the folder that it names files in. */
    private record Start(Path folder, List<String> command) {}

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String what() {
        return "start-up of protected-app to the first answered request";
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        String cookie = cookie(lab);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path java25 = lab.options().java25().resolve(Path.of("bin", "java")).toAbsolutePath();
        Path jar = Applications.jar("protected-app");
        Path extracted = extract(lab, jar, java);
        Map<String, Start> starts = new LinkedHashMap<>();
        starts.put(FROM_JAR, new Start(HERE, List.of(java.toString(), "-jar", jar.toString())));
        starts.put(AS_IMAGE, withArchive(lab, java, extracted));
        boolean has25 = Files.isExecutable(java25);
        if (has25) {
            starts.put(WITH_CACHE, withCache(lab, java25, extracted, cookie));
        }
        Rounds rounds = new Rounds(lab::say);
        starts.forEach((name, start) -> rounds.with(name, () -> seconds(lab, cookie, start)));
        Map<String, Samples> measured = rounds.run(lab.options().rounds());
        findings.add("start-up of protected-app", "s", measured);
        findings.add(
                Result.of(WORK, PLAIN, measured.get(FROM_JAR), "s", FROM_JAR + limits(lab, cookie, java, extracted)));
        findings.add(Result.of(WORK, PLAIN, measured.get(AS_IMAGE), "s", AS_IMAGE));
        findings.add(
                has25
                        ? Result.of(WORK, CACHED, measured.get(WITH_CACHE), "s", WITH_CACHE)
                        : Result.notMeasured(
                                WORK, CACHED, "there is no JDK 25: name one with -Dbenchmark.java25=HOME"));
    }

    /** What a start would take without each of what it waits for, once. */
    private static String limits(Lab lab, String cookie, Path java, Path extracted) {
        Start compiledOnce =
                new Start(extracted, List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-jar", APPLICATION));
        return ". Each once: unpacked and with the JVM's first compiler alone (-XX:TieredStopAtLevel=1) "
                + Figures.rounded(seconds(lab, cookie, compiledOnce))
                + " s; the frame alone, unpacked, Spring Boot and Spring Security with one open endpoint, "
                + Figures.rounded(seconds(lab, cookie, frame(lab, java)))
                + " s";
    }

    /** By the image's own script, where there are no servers, as where an image is built. */
    private static Start withArchive(Lab lab, Path java, Path application) {
        lab.say("making the archive");
        ProcessBuilder script = new ProcessBuilder(
                "sh",
                Path.of("..", "docker", "archive-classes.sh").toAbsolutePath().toString(),
                Integer.toString(FreePort.next()),
                "--session-store.servers=127.0.0.1:" + FreePort.next());
        script.environment()
                .merge("PATH", java.getParent().toString(), (path, folder) -> folder + File.pathSeparator + path);
        run(lab, script.directory(application.toFile()));
        // With -Xshare:on a JVM that cannot use the archive does not start; an image's starts without it.
        return inContainer(java, application, "-Xshare:on", "-XX:SharedArchiveFile=application.jsa");
    }

    private static Start withCache(Lab lab, Path java25, Path application, String cookie) {
        lab.say("training the cache");
        seconds(
                lab,
                cookie,
                inContainer(java25, application, SPRING_AHEAD_OF_TIME, "-XX:AOTCacheOutput=application.aot"));
        return inContainer(java25, application, SPRING_AHEAD_OF_TIME, "-XX:AOTCache=application.aot");
    }

    private static Start inContainer(Path java, Path application, String... further) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(AS_IN_CONTAINER);
        command.addAll(List.of(further));
        command.addAll(List.of("-jar", APPLICATION));
        return new Start(application, command);
    }

    /** The peer that asks no session, with what it is told in the application's place. */
    private static Start frame(Lab lab, Path java) {
        return new Start(
                HERE,
                List.of(
                        java.toString(),
                        "-jar",
                        lab.applications().peerJar().toString(),
                        "--spring.profiles.active=open",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn"));
    }

    private static String cookie(Lab lab) {
        try (SessionStore store =
                StoreVariants.central(lab.applications().central()).build()) {
            return "sso_session="
                    + store.create(new SampleUser(1).attributes()).id().value();
        }
    }

    /** As docker/Dockerfile does it: archive and cache are for plain jars, not for jars inside a jar. */
    private static Path extract(Lab lab, Path jar, Path java) {
        Path folder = lab.folder().resolve("protected-app").toAbsolutePath();
        run(
                lab,
                new ProcessBuilder(
                        java.toString(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        folder.toString(),
                        "--application-filename",
                        APPLICATION));
        return folder;
    }

    private static void run(Lab lab, ProcessBuilder command) {
        Path log = lab.logs().resolve("start-up.log");
        try {
            Process process = command.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("It fails: " + String.join(" ", command.command()) + "; see " + log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static double seconds(Lab lab, String cookie, Start start) {
        int port = FreePort.next();
        List<String> whole = new ArrayList<>(start.command());
        ApplicationJar arguments = lab.applications().protectedJar("protected-app", port);
        whole.addAll(arguments.arguments());
        Path log = lab.logs().resolve("start-up.log");
        try {
            long started = System.nanoTime();
            Process process = new ProcessBuilder(whole)
                    .directory(start.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                awaitAnswer(process, port, cookie, log);
                return (System.nanoTime() - started) / 1e9;
            } finally {
                process.destroy(); // it writes its cache, if it is to, before it ends
                if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static void awaitAnswer(Process process, int port, String cookie, Path log) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!isAnswered(port, cookie)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("It does not answer; see " + log);
            }
            Pause.of(Duration.ofMillis(5));
        }
    }

    private static boolean isAnswered(int port, String cookie) {
        try (KeptConnection connection = new KeptConnection(port)) {
            return connection
                            .ask("GET", "/api/me", Map.of("Cookie", cookie), "")
                            .status()
                    == OK;
        } catch (UncheckedIOException e) {
            return false; // it does not listen yet
        }
    }
}

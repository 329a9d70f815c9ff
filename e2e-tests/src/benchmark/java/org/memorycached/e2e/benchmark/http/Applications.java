package org.memorycached.e2e.benchmark.http;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.added.OpenPage;
import org.memorycached.e2e.benchmark.added.RememberedPasswords;
import org.memorycached.e2e.benchmark.peer.PeerApplication;
import org.memorycached.e2e.benchmark.servers.Memcached;
import org.memorycached.e2e.benchmark.servers.Redis;
import org.memorycached.e2e.environment.ApplicationJar;
import org.memorycached.e2e.environment.ApplicationProcess;
import org.memorycached.session.testing.FreePort;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The applications under load, each started when it is asked for, all with one heap size, and their servers. */
public final class Applications implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final String PROTECTED = "protected-app";
    private static final String HEAP = "-Xmx512m";

    /** The peer whose logins are compared with the portal's. */
    static final String INDEXED = "redis-indexed";

    /**
     * More threads that compile than two cores would have. Under load each gets the share of one thread; the load
     * leaves the usual one so little that an application is not compiled after a minute.
     */
    private static final String MANY_COMPILERS = "-XX:CICompilerCount=9";

    /**
     * Three times as many calls as usual before the second compiler looks at a method: those of a page view are called as
     * often in two seconds of load, but those of a start are not. So many compilers would double the time of a start. Who
     * signs users in goes without: logins are so few that their methods would wait for a minute.
     */
    private static final List<String> LATER = List.of(
            "-XX:Tier4InvocationThreshold=15000",
            "-XX:Tier4MinInvocationThreshold=1800",
            "-XX:Tier4CompileThreshold=45000");

    /** The cheapest there is, of {@code secret}. */
    private static final String PASSWORD = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("secret");

    private final Lab lab;
    private final List<Memcached> central;
    private final Memcached local;
    private final Redis redis;

    /** Both written once: an application that starts reads its jar while the next one is started. */
    private final Path peerJar;

    private final Path addedJar;
    private final Set<Integer> givenPorts = new HashSet<>();
    private final int portalPort = port();
    private final Map<String, ApplicationProcess> running = new LinkedHashMap<>();

    /** Starts the servers. */
    public Applications(Lab lab) {
        this.lab = lab;
        this.peerJar = writePeerJar(lab.folder().resolve("peer.jar"));
        this.addedJar = writeAddedJar(lab.folder().resolve("added.jar"));
        this.central = Memcached.start(2, 256, lab.logs());
        this.local = new Memcached(256, lab.logs());
        this.redis = new Redis(lab.logs());
    }

    String[] central() {
        return Memcached.addresses(central);
    }

    /** What all memcached servers have been asked to read since they started. */
    long reads() {
        return Stream.concat(central.stream(), Stream.of(local))
                .mapToLong(server -> server.statistics().get("cmd_get"))
                .sum();
    }

    /** Begins to start all that page views need: one that starts leaves a part of two processors to the next. */
    void startForPageViews() {
        List.of("open", "tomcat", "redis", INDEXED).forEach(this::startPeer);
        startOurs();
        startProtected(PROTECTED, Map.of());
    }

    /** The peer application in one of its profiles. */
    ApplicationProcess peer(String profile) {
        return ready(startPeer(profile));
    }

    private ApplicationProcess startPeer(String profile) {
        return running.computeIfAbsent(profile, name -> {
            ApplicationJar peer = ApplicationJar.of("peer " + profile, peerJar, port())
                    .with("spring.profiles.active", profile)
                    .with("spring.main.banner-mode", "off")
                    .with("logging.level.root", "warn")
                    .with("peer.redis-port", Integer.toString(redis.port()));
            return start(profile.equals(INDEXED) ? peer : compiledLater(peer));
        });
    }

    /** The peer application on our store. */
    ApplicationProcess ours() {
        return ready(startOurs());
    }

    private ApplicationProcess startOurs() {
        return running.computeIfAbsent(
                "ours",
                name -> start(compiledLater(onStore(ApplicationJar.of("peer ours", peerJar, port())))
                        .with("spring.profiles.active", "ours")
                        .with("spring.main.banner-mode", "off")
                        .with("logging.level.root", "warn")));
    }

    /** The protected application, from its jar, with the {@link OpenPage}. */
    ApplicationProcess protectedApplication() {
        return protectedApplication(PROTECTED, Map.of());
    }

    /** The same once more, with properties of its own. */
    ApplicationProcess protectedApplication(String name, Map<String, String> properties) {
        return ready(startProtected(name, properties));
    }

    private ApplicationProcess startProtected(String name, Map<String, String> properties) {
        return running.computeIfAbsent(name, key -> {
            ApplicationJar application = protectedJar(name, port()).with(OpenPage.class, addedJar);
            for (Map.Entry<String, String> property : properties.entrySet()) {
                application = application.with(property.getKey(), property.getValue());
            }
            return start(compiledLater(application));
        });
    }

    /** The peer's, to start it in another way. */
    Path peerJar() {
        return peerJar;
    }

    ApplicationJar protectedJar(String name, int port) {
        return onStore(ApplicationJar.of(name, jar(PROTECTED), port));
    }

    /** The portal, from its jar, with users whose password is {@code secret}, and costs nothing to check. */
    ApplicationProcess portal(List<String> uids) {
        return ready(running.computeIfAbsent("portal", name -> {
            ApplicationJar portal = onStore(ApplicationJar.of("portal", jar("sso-portal"), portalPort))
                    .with(RememberedPasswords.class, addedJar);
            for (int i = 0; i < uids.size(); i++) {
                portal = portal.with("portal.users[" + i + "].uid", uids.get(i))
                        .with("portal.users[" + i + "].password", PASSWORD);
            }
            return start(portal);
        }));
    }

    private ApplicationJar onStore(ApplicationJar application) {
        return application
                .with("session-store.servers", String.join(",", central()))
                .with("session-store.local", local.address())
                .with("session-store.sso.portal-url", "http://portal.sso.localhost:" + portalPort)
                .with("session-store.sso.cookie-domain", "sso.localhost");
    }

    private ApplicationProcess start(ApplicationJar application) {
        lab.say("starting " + application.name());
        return application.withJvmArgument(HEAP).withJvmArgument(MANY_COMPILERS).start(lab.logs());
    }

    private static ApplicationJar compiledLater(ApplicationJar application) {
        ApplicationJar configured = application;
        for (String argument : LATER) {
            configured = configured.withJvmArgument(argument);
        }
        return configured;
    }

    private static ApplicationProcess ready(ApplicationProcess process) {
        process.awaitReady(LONGEST_START);
        return process;
    }

    /** A free port that none has been given yet: what starts beside others does not listen yet. */
    private int port() {
        int port = FreePort.next();
        return givenPorts.add(port) ? port : port();
    }

    static Path jar(String module) {
        String version = System.getProperty("project.version");
        return Path.of("..", module, "target", module + "-" + version + ".jar");
    }

    /** A jar that only names this JVM's class path: what is on it is longer than a command line should be. */
    private static Path writePeerJar(Path jar) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, PeerApplication.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    /** What is added to our applications, which know nothing else of this module. */
    private static Path writeAddedJar(Path jar) {
        Path classes = classes();
        try (Stream<Path> added = Files.walk(classes.resolve(folder(OpenPage.class)));
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            Path user = classes.resolve(folder(SampleUser.class)).resolve(SampleUser.class.getSimpleName() + ".class");
            for (Path file : Stream.concat(added, Stream.of(user))
                    .filter(Files::isRegularFile)
                    .toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static Path classes() {
        try {
            return Path.of(OpenPage.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String folder(Class<?> type) {
        return type.getPackageName().replace('.', '/');
    }

    @Override
    public void close() {
        running.values().forEach(ApplicationProcess::close);
        Memcached.close(central);
        local.close();
        redis.close();
    }
}

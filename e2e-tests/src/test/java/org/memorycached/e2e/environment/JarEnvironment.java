package org.memorycached.e2e.environment;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.memorycached.session.testing.FreePort;
import org.memorycached.session.testing.MemcachedInstance;

/**
 * The real jars as processes, on two central and three local memcached servers: started once for all stories, ended with
 * the tests' JVM.
 */
public final class JarEnvironment implements SsoEnvironment {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Path LOGS = Path.of("target", "logs");

    private static JarEnvironment shared;
    private static ApplicationFailedException whyNot;

    private final List<MemcachedInstance> central = List.of(TestServers.start(), TestServers.start());
    private final MemcachedInstance portalLocal = TestServers.start();
    private final MemcachedInstance app1Local = TestServers.start();
    private final MemcachedInstance app2Local = TestServers.start();
    private final int portalPort = FreePort.next();
    private final int app1Port = FreePort.next();
    private final int app2Port = FreePort.next();
    private final List<Runnable> repairs = new ArrayList<>();

    private JarEnvironment() {}

    /** The one environment of this JVM, running. */
    public static synchronized JarEnvironment shared() {
        if (whyNot != null) {
            throw whyNot; // once is enough
        }
        if (shared == null) {
            JarEnvironment started = new JarEnvironment();
            Runtime.getRuntime().addShutdownHook(new Thread(started::stopServers));
            try {
                started.startApplications();
            } catch (ApplicationFailedException e) {
                whyNot = e;
                throw e;
            }
            shared = started;
        }
        return shared;
    }

    /**
     * One application keeps no copies in its own memory, so that a story sees what its local tier does. The other one is
     * processed ahead of time, and is to make no difference.
     */
    private void startApplications() {
        System.out.println("Starting the portal and two applications from their jars ...");
        Stream.of(
                        portalJar(),
                        appJar("app1", app1Port, app1Local).with("session-store.heap-copies", "0B"),
                        appJar("app2", app2Port, app2Local).processedAheadOfTime())
                .map(jar -> jar.start(LOGS))
                .toList()
                .forEach(process -> process.awaitReady(LONGEST_START));
    }

    private ApplicationJar portalJar() {
        return onStore(ApplicationJar.of("portal", jar("sso-portal"), portalPort), portalLocal)
                .with("spring.profiles.active", "demo") // its users
                .with("portal.applications[0].name", "Application 1")
                .with("portal.applications[0].url", app1() + "/")
                .with("portal.applications[1].name", "Application 2")
                .with("portal.applications[1].url", app2() + "/");
    }

    private ApplicationJar appJar(String name, int port, MemcachedInstance local) {
        return onStore(ApplicationJar.of(name, jar("protected-app"), port), local)
                .with("app.name", name);
    }

    private ApplicationJar onStore(ApplicationJar jar, MemcachedInstance local) {
        return jar.withJvmArgument("-Xmx256m")
                .startingFast()
                .with(
                        "session-store.servers",
                        central.get(0).address() + "," + central.get(1).address())
                .with("session-store.local", local.address())
                .with("session-store.sso.portal-url", portal().toString())
                .with("session-store.sso.cookie-domain", "sso.localhost");
    }

    /** The jar that the build made of a module. */
    public static Path jar(String module) {
        String version = System.getProperty("project.version");
        return Path.of("..", module, "target", module + "-" + version + ".jar");
    }

    @Override
    public URI portal() {
        return URI.create("http://portal.sso.localhost:" + portalPort);
    }

    @Override
    public URI app1() {
        return URI.create("http://app1.sso.localhost:" + app1Port);
    }

    @Override
    public URI app2() {
        return URI.create("http://app2.sso.localhost:" + app2Port);
    }

    @Override
    public boolean hasStored(String sessionId) {
        String key = "session:" + DigestUtils.sha256Hex(sessionId);
        return central.stream().anyMatch(server -> TestServers.has(server.address(), key));
    }

    public void freezeCentralTier() {
        central.forEach(this::freeze);
    }

    private void freeze(MemcachedInstance server) {
        server.freeze();
        repairs.add(server::thaw);
    }

    /** One of the two; the other has all sessions. */
    public void killCentralServer(int number) {
        kill(central.get(number));
    }

    /** Like {@link #killCentralServer}. */
    public void freezeCentralServer(int number) {
        freeze(central.get(number));
    }

    /** Whether both central servers have all sessions, as they say themselves. */
    public boolean isCentralTierWhole() {
        return CentralState.isWhole(
                central.stream().map(MemcachedInstance::address).toList());
    }

    public void killCentralTier() {
        central.forEach(this::kill);
    }

    public void killLocalTierOfApp1() {
        kill(app1Local);
    }

    private void kill(MemcachedInstance server) {
        server.kill();
        repairs.add(server::restart);
    }

    /** Undoes what a test did to the servers: the frozen go on, the killed come back empty. */
    public void repair() {
        repairs.forEach(Runnable::run);
        repairs.clear();
    }

    private void stopServers() {
        central.forEach(MemcachedInstance::close);
        Stream.of(portalLocal, app1Local, app2Local).forEach(MemcachedInstance::close);
    }
}

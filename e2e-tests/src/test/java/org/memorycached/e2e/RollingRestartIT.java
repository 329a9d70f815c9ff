package org.memorycached.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.e2e.environment.ApplicationJar;
import org.memorycached.e2e.environment.ApplicationProcess;
import org.memorycached.e2e.environment.FrontProxy;
import org.memorycached.e2e.environment.JarEnvironment;
import org.memorycached.e2e.environment.PlainHttp;
import org.memorycached.e2e.environment.Required;
import org.memorycached.session.testing.FreePort;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;

/**
 * Two instances of the portal and two of the application, a proxy before each pair, and people who sign in, look and sign
 * out all the time, while one instance after the other is restarted: no request fails.
 */
class RollingRestartIT {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final int USERS = 6;
    private static final Duration THINKING = Duration.ofMillis(40);
    private static final Path LOGS = Path.of("target", "logs", "rolling");

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final int portalPort = FreePort.next();
    private final int appPort = FreePort.next();
    private final URI portal = URI.create("http://portal.sso.localhost:" + portalPort);
    private final URI app = URI.create("http://app.sso.localhost:" + appPort);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<ApplicationJar> jars = new ArrayList<>();
    private final List<ApplicationProcess> processes = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService users = Executors.newFixedThreadPool(USERS);
    private final PlainHttp http = new PlainHttp();

    private FrontProxy portalProxy;
    private FrontProxy appProxy;
    private volatile boolean goOn = true;

    @BeforeEach
    void start() {
        Required.assume(
                Required.MEMCACHED, RealMemcached.isAvailable(), "no real memcached: no rolling restart is tested");
        List<MemcachedInstance> central = List.of(RealMemcached.start(), RealMemcached.start());
        open.addAll(central);
        String servers = central.get(0).address() + "," + central.get(1).address();
        for (int i = 1; i <= 2; i++) {
            jars.add(on(servers, ApplicationJar.of("portal-" + i, JarEnvironment.jar("sso-portal"), FreePort.next()))
                    .with("spring.profiles.active", "demo") // its users
                    // All users of this test have one name and one address, which is what an attack looks like.
                    .with("portal.attempts.free-attempts", "10000")
                    .with("portal.attempts.most-attempts", "10000")
                    .with("portal.attempts.name-attempts", "10000")
                    .with("portal.attempts.address-attempts", "10000")
                    .with("portal.applications[0].name", "Application")
                    .with("portal.applications[0].url", app + "/"));
            jars.add(on(servers, ApplicationJar.of("app-" + i, JarEnvironment.jar("protected-app"), FreePort.next()))
                    .with("app.name", "Application"));
        }
        jars.forEach(jar -> processes.add(jar.start(LOGS)));
        processes.forEach(process -> process.awaitReady(LONGEST_START));
        portalProxy = new FrontProxy(portalPort, portsOf("portal"));
        appProxy = new FrontProxy(appPort, portsOf("app"));
        await().until(() -> jars.stream().allMatch(this::getsRequests));
    }

    private ApplicationJar on(String servers, ApplicationJar jar) {
        MemcachedInstance local = RealMemcached.start();
        open.add(local);
        return jar.withJvmArgument("-Xmx192m")
                .startingFast()
                .with("session-store.servers", servers)
                .with("session-store.local", local.address())
                .with("session-store.sso.portal-url", portal.toString())
                .with("session-store.sso.cookie-domain", "sso.localhost");
    }

    private List<Integer> portsOf(String name) {
        return jars.stream()
                .filter(jar -> jar.name().startsWith(name))
                .map(ApplicationJar::port)
                .toList();
    }

    private boolean getsRequests(ApplicationJar jar) {
        return portalProxy.sendsTo(jar.port()) || appProxy.sendsTo(jar.port());
    }

    @AfterEach
    void stop() throws Exception {
        goOn = false;
        users.shutdownNow();
        for (AutoCloseable proxy : new AutoCloseable[] {portalProxy, appProxy}) {
            if (proxy != null) {
                proxy.close();
            }
        }
        processes.forEach(ApplicationProcess::close);
        for (AutoCloseable server : open) {
            server.close();
        }
    }

    @Test
    void nobody_notices() throws InterruptedException {
        for (int user = 0; user < USERS; user++) {
            users.execute(this::useUntilTheEnd);
        }
        await().until(() -> requests.get() > 50);
        for (int i = 0; i < jars.size(); i++) {
            restart(i);
        }
        int before = requests.get();
        await().until(() -> requests.get() > before + 50);
        goOn = false;
        users.shutdown();
        assertThat(users.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        System.out.println("Rolling restart: " + requests + " requests, " + failures.size() + " failed");
        assertThat(failures).isEmpty();
    }

    /** As load balancers do it: first no new requests, then the end, which waits for those that are under way. */
    private void restart(int i) {
        int port = jars.get(i).port();
        portalProxy.takeOut(port);
        appProxy.takeOut(port);
        processes.get(i).close();
        processes.set(i, jars.get(i).start(LOGS));
        processes.get(i).awaitReady(LONGEST_START);
        portalProxy.takeIn(port);
        appProxy.takeIn(port);
        await().until(() -> getsRequests(jars.get(i)));
    }

    private void useUntilTheEnd() {
        while (goOn) {
            try {
                signInLookAroundAndSignOut();
            } catch (RuntimeException | AssertionError e) {
                failures.add(e.toString());
            }
        }
    }

    private void signInLookAroundAndSignOut() {
        expect(302, "a stranger", http.get(app, "/"));
        HttpResponse<String> in = submit(
                "sign-in",
                expect(200, "the form", http.get(portal, "/login")),
                "/login",
                "username=dwho&password=dwho&",
                "");
        String session = "sso_session=" + cookie(in, "sso_session");
        for (int view = 0; view < 10; view++) {
            expect(200, "a page", http.get(app, "/", "Cookie", session));
        }
        expect(200, "the menu", http.get(portal, "/", "Cookie", session));
        submit(
                "sign-out",
                expect(200, "the question", http.get(portal, "/logout", "Cookie", session)),
                "/logout",
                "",
                session + "; ");
    }

    private HttpResponse<String> submit(
            String what, HttpResponse<String> form, String path, String fields, String cookies) {
        Matcher token = TOKEN.matcher(form.body());
        assertThat(token.find()).as(what + " has a token").isTrue();
        return expect(
                302,
                what,
                http.post(
                        portal,
                        path,
                        fields + "_csrf=" + token.group(1),
                        "Cookie",
                        cookies + "csrf=" + cookie(form, "csrf")));
    }

    private HttpResponse<String> expect(int status, String what, HttpResponse<String> response) {
        requests.incrementAndGet();
        LockSupport.parkNanos(THINKING.toNanos()); // so that what is being started has a processor too
        if (response.statusCode() != status) {
            failures.add(what + ": " + response.statusCode() + " from " + response.uri());
        }
        return response;
    }

    private static String cookie(HttpResponse<?> response, String name) {
        return response.headers().allValues("Set-Cookie").stream()
                .flatMap(header -> HttpCookie.parse(header).stream())
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No cookie " + name + " in a " + response.statusCode()));
    }
}

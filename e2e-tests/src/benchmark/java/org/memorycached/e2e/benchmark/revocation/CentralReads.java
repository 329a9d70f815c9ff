package org.memorycached.e2e.benchmark.revocation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.library.StoredSessions;
import org.memorycached.e2e.benchmark.measure.Figure;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.benchmark.servers.Memcached;
import org.memorycached.e2e.benchmark.servers.Pause;
import org.memorycached.session.Session;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionOrigin;
import org.memorycached.session.SessionStore;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.ServerConnector;

/**
 * How often a page view has to wait for the central tier while one node's users view pages, the sessions in turn. A view
 * is what an application does for each request: find, then touch. The touch notes the last use in the background before
 * the copy is too old, by a compare-and-swap that proves the copy and so renews it without a read. Whatever it does read
 * nobody waits for, but the central tier has to answer it, so the goal is judged by both together; the writes are told.
 *
 * <p>The count is over one greatest age of a copy, in which each is renewed once or twice. A quick run has a sixth of
 * the age and a sixth of the sessions, which comes to the same.
 */
public final class CentralReads implements Row {

    private static final int SESSIONS = 10_000;
    private static final int VIEWS_PER_SECOND = 2_000;
    private static final int SHARE_IF_QUICK = 6;

    private static final ServerConnector CONNECTOR =
            new MemcachedConnector(new MemcachedSettings(MemcachedSettings.Protocol.BINARY, Duration.ofSeconds(5)));

    @Override
    public String name() {
        return "central-reads";
    }

    @Override
    public String what() {
        return "central reads per 1,000 page views in steady state";
    }

    /** By its name, with the other two of this package: {@code -Dbenchmark.only=logout,central-reads,follower-memory}. */
    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        int share = lab.options().of(1, SHARE_IF_QUICK);
        Duration age = StoreVariants.LOCAL_MAX_AGE.dividedBy(share);
        int sessions = SESSIONS / share;
        List<Memcached> central = Memcached.start(2, 256, lab.logs());
        try (Memcached local = new Memcached(256, lab.logs())) {
            String[] addresses = Memcached.addresses(central);
            List<SessionId> ids = create(addresses, sessions);
            AtomicLong touchReads = new AtomicLong();
            AtomicLong touchWrites = new AtomicLong();
            try (SessionStore node = StoreVariants.node(local.address(), addresses)
                    .localMaxAge(age)
                    .connector(address -> counting(CONNECTOR.connect(address), touchReads, touchWrites))
                    .build()) {
                new Views(lab, node, ids, touchReads, touchWrites).measure(age, findings);
            }
        } finally {
            Memcached.close(central);
        }
    }

    private static List<SessionId> create(String[] central, int sessions) {
        try (SessionStore portal = StoreVariants.central(central).build()) {
            return StoredSessions.create(portal, sessions, count -> {}).stream()
                    .map(SessionId::new)
                    .toList();
        }
    }

    /** A server that counts what the store's thread for touches reads and writes. All else asks for other reasons. */
    private static CacheServer counting(CacheServer server, AtomicLong reads, AtomicLong writes) {
        return (CacheServer) Proxy.newProxyInstance(
                CacheServer.class.getClassLoader(), new Class<?>[] {CacheServer.class}, (proxy, method, arguments) -> {
                    if (Thread.currentThread().getName().equals("session-touches")) {
                        switch (method.getName()) {
                            case "sendGet", "get", "getAll" -> reads.incrementAndGet();
                            case "sendSwap", "sendAdd", "sendSet" -> writes.incrementAndGet();
                            default -> {}
                        }
                    }
                    try {
                        return method.invoke(server, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The views of one node. */
    private record Views(
            Lab lab, SessionStore node, List<SessionId> ids, AtomicLong touchReads, AtomicLong touchWrites) {

        void measure(Duration age, Findings findings) {
            Pause.of(Duration.ofSeconds(1)); // the followers' first polls
            // All are copied and touched once, and some time goes by, so that the renewals of the window are of all
            // ages.
            lab.say("copying");
            view(Math.max(ids.size(), (long) (VIEWS_PER_SECOND * age.toMillis() * 5 / 4 / 1_000)));
            lab.say("viewing for " + age.toSeconds() + " s");
            long readsBefore = touchReads.get();
            long writesBefore = touchWrites.get();
            long views = VIEWS_PER_SECOND * age.toSeconds();
            long waited = view(views);
            double per1000 = 1_000.0 / views;
            tell(
                    findings,
                    age,
                    waited * per1000,
                    (touchReads.get() - readsBefore) * per1000,
                    (touchWrites.get() - writesBefore) * per1000);
        }

        private void tell(Findings findings, Duration age, double waited, double inBackground, double writes) {
            String of = "central reads per 1,000 page views, " + Figures.rounded(ids.size())
                    + " live sessions, steady state";
            findings.add(new Figure(of, "that a view waits for", "reads", Samples.of(waited)));
            findings.add(new Figure(of, "in the background, to renew copies", "reads", Samples.of(inBackground)));
            findings.add(new Figure(
                    of, "beside them, in the background: touches, on both servers", "writes", Samples.of(writes)));
            findings.add(Result.of(
                    of,
                    Goal.atMost(1, "read"),
                    Samples.of(waited + inBackground),
                    "reads",
                    "one node, " + Figures.rounded(VIEWS_PER_SECOND) + " views/s, the sessions in turn, during one "
                            + "greatest age of a copy (" + age.toSeconds() + " s); "
                            + Figures.rounded(waited) + " of them a view waits for, the others renew copies in the "
                            + "background"));
        }

        /** Views so many pages at the rate; says how many of them were answered by the central tier. */
        private long view(long views) {
            long waited = 0;
            long started = System.nanoTime();
            for (long i = 0; i < views; i++) {
                Session session = node.find(ids.get((int) (i % ids.size()))).orElseThrow();
                node.touch(session);
                if (session.origin().level() == SessionOrigin.Level.CENTRAL) {
                    waited++;
                }
                Pause.until(started + i * 1_000_000_000L / VIEWS_PER_SECOND);
            }
            return waited;
        }
    }
}

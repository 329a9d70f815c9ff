package org.memorycached.e2e.benchmark.revocation;

import java.time.Duration;
import java.util.List;
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

/**
 * How often a page view has to wait for the central tier while one node's users view pages, the sessions in turn. A view
 * is what an application does for each request: find, then touch. The touch renews a copy, and notes the last use, in
 * the background before the copy is too old: those reads nobody waits for, and they are counted apart.
 *
 * <p>The count is over one greatest age of a copy, in which each is renewed once or twice. A quick run has a sixth of
 * the age and a sixth of the sessions, which comes to the same.
 */
public final class CentralReads implements Row {

    private static final int SESSIONS = 10_000;
    private static final int VIEWS_PER_SECOND = 2_000;
    private static final int SHARE_IF_QUICK = 6;

    @Override
    public String name() {
        return "central-reads";
    }

    @Override
    public String what() {
        return "central reads per 1,000 page views in steady state";
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
            try (SessionStore node = StoreVariants.node(local.address(), addresses)
                    .localMaxAge(age)
                    .build()) {
                new Views(lab, node, ids, central).measure(age, findings);
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

    /** The views of one node. */
    private record Views(Lab lab, SessionStore node, List<SessionId> ids, List<Memcached> central) {

        void measure(Duration age, Findings findings) {
            double pollsPerSecond = pollsPerSecond();
            // All are copied once, and some time goes by, so that the renewals of the window are of all ages.
            lab.say("copying");
            view(Math.max(ids.size(), (long) (VIEWS_PER_SECOND * age.toMillis() / 4 / 1_000)));
            lab.say("viewing for " + age.toSeconds() + " s");
            long before = reads();
            long started = System.nanoTime();
            long views = VIEWS_PER_SECOND * age.toSeconds();
            long waited = view(views);
            double seconds = (System.nanoTime() - started) / 1e9;
            double all = (reads() - before - pollsPerSecond * seconds) / StoreVariants.COPIES;
            tell(findings, age, waited * 1_000.0 / views, Math.max(0, all - waited) * 1_000 / views);
        }

        private void tell(Findings findings, Duration age, double waited, double inBackground) {
            String of = "central reads per 1,000 page views, " + Figures.rounded(ids.size())
                    + " live sessions, steady state";
            findings.add(new Figure(of, "that a view waits for", "reads", Samples.of(waited)));
            findings.add(new Figure(of, "in the background, to renew copies", "reads", Samples.of(inBackground)));
            findings.add(Result.of(
                    of,
                    Goal.atMost(1, "read"),
                    Samples.of(waited),
                    "reads",
                    "one node, " + Figures.rounded(VIEWS_PER_SECOND) + " views/s, the sessions in turn, during one "
                            + "greatest age of a copy (" + age.toSeconds() + " s); "
                            + Figures.rounded(inBackground) + " more in the background, which no view waits for"));
        }

        /** What the followers ask while nobody views a page. */
        private double pollsPerSecond() {
            Pause.of(Duration.ofSeconds(1)); // their first polls
            long before = reads();
            Pause.of(Duration.ofSeconds(2));
            return (reads() - before) / 2.0;
        }

        /** What the central servers have been asked to read since they started. */
        private long reads() {
            return central.stream()
                    .mapToLong(server -> server.statistics().get("cmd_get"))
                    .sum();
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

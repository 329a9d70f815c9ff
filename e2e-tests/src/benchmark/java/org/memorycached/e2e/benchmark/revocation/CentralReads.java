package org.memorycached.e2e.benchmark.revocation;

import java.time.Duration;
import java.util.List;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.library.StoredSessions;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.benchmark.servers.Memcached;
import org.memorycached.e2e.benchmark.servers.Pause;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;

/**
 * How often the central tier is asked for a session while one node's users view pages, the sessions in turn. Copies are
 * renewed when they reach their greatest age, so the count is over one such age, in which each is renewed once. A quick
 * run has a sixth of the age and a sixth of the sessions, which comes to the same.
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
            try (SessionStore node =
                    StoreVariants.node(age, local.address(), addresses).build()) {
                double perThousand = perThousandViews(lab, node, ids, age);
                findings.add(Result.of(
                        "central reads per 1,000 page views, " + Figures.rounded(sessions)
                                + " live sessions, steady state",
                        Goal.atMost(1, "read"),
                        Samples.of(perThousand),
                        "reads",
                        "one node, " + Figures.rounded(VIEWS_PER_SECOND) + " views/s, the sessions in turn, during one "
                                + "greatest age of a copy (" + age.toSeconds() + " s)"));
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

    private static double perThousandViews(Lab lab, SessionStore node, List<SessionId> ids, Duration age) {
        Pause.of(Duration.ofSeconds(1)); // the follower's first polls
        // All are copied once, and some time goes by, so that the window has one renewal of each.
        lab.say("copying");
        view(node, ids, Math.max(ids.size(), (long) (VIEWS_PER_SECOND * age.toMillis() / 4 / 1_000)));
        lab.say("viewing for " + age.toSeconds() + " s");
        long views = VIEWS_PER_SECOND * age.toSeconds();
        return view(node, ids, views) * 1_000.0 / views;
    }

    /** Views so many pages at the rate; says how many of them asked the central tier. */
    private static long view(SessionStore node, List<SessionId> ids, long views) {
        long asked = 0;
        long started = System.nanoTime();
        for (long i = 0; i < views; i++) {
            SessionId id = ids.get((int) (i % ids.size()));
            if (StoreVariants.level(node.find(id).orElseThrow()).equals("CENTRAL")) {
                asked++;
            }
            Pause.until(started + i * 1_000_000_000L / VIEWS_PER_SECOND);
        }
        return asked;
    }
}

package org.memorycached.e2e.benchmark.revocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.measure.Figure;
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
 * From the logout's answer to the last of eight nodes refusing the cookie. Each node is a store with a local memcached of
 * its own, has a copy of the session, and is asked for it again and again.
 */
public final class LogoutReach implements Row {

    private static final int NODES = 8;

    /** At random, so that no node's polls can keep step with the logouts. */
    private static final int LONGEST_PAUSE_MILLIS = 80;

    @Override
    public String name() {
        return "logout";
    }

    @Override
    public String what() {
        return "time until the last of " + NODES + " nodes refuses a logged-out cookie, and what the polls cost";
    }

    /** By its name, with the other two of this package: {@code -Dbenchmark.only=logout,central-reads,follower-memory}. */
    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        List<Memcached> central = Memcached.start(2, 256, lab.logs());
        List<Memcached> locals = Memcached.start(NODES, 64, lab.logs());
        List<Node> nodes = new ArrayList<>();
        String[] addresses = Memcached.addresses(central);
        try (SessionStore portal = StoreVariants.central(addresses).build()) {
            for (Memcached local : locals) {
                nodes.add(
                        new Node(StoreVariants.node(local.address(), addresses).build()));
            }
            polls(lab, findings, central);
            nodes.forEach(Node::start);
            reach(lab, findings, portal, nodes);
        } finally {
            nodes.forEach(Node::close);
            Memcached.close(central);
            Memcached.close(locals);
        }
    }

    /** Nobody views a page: all reads are polls. */
    private static void polls(Lab lab, Findings findings, List<Memcached> central) {
        Duration window = Duration.ofSeconds(lab.options().of(10, 3));
        Pause.of(Duration.ofSeconds(1));
        long before = reads(central);
        Pause.of(window);
        double perSecond = (reads(central) - before) / (double) window.toSeconds();
        findings.add(new Figure(
                "what following costs",
                "polls of one node, both central servers together",
                "reads/s",
                Samples.of(perSecond / NODES)));
        lab.say("polls of a node: " + Figures.rounded(perSecond / NODES) + " reads/s");
    }

    private static long reads(List<Memcached> central) {
        return central.stream()
                .mapToLong(server -> server.statistics().get("cmd_get"))
                .sum();
    }

    private static void reach(Lab lab, Findings findings, SessionStore portal, List<Node> nodes) {
        int logouts = lab.options().of(1_000, 60);
        List<Logout> all = new ArrayList<>();
        for (int i = 0; i < logouts; i++) {
            SessionId id = portal.create(new SampleUser(i).attributes()).id();
            nodes.parallelStream().forEach(node -> node.copy(id));
            Logout logout = new Logout(id, nodes.size());
            nodes.forEach(node -> node.watch(logout));
            Pause.of(Duration.ofMillis(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS)));
            portal.delete(id);
            logout.answered();
            all.add(logout);
            if ((i + 1) % Math.max(1, logouts / 5) == 0) {
                lab.say((i + 1) + " logouts");
            }
        }
        Samples millis = new Samples(
                all.stream().map(Logout::awaitMillisUntilLastRefusal).toList());
        findings.add(new Figure("logout", "answer to last of " + NODES + " nodes refusing", "ms", millis));
        String work = "logout's answer to the last of " + NODES + " nodes refusing the cookie";
        String note = logouts + " logouts, each node with its copy; asked again after every 2 ms";
        findings.add(Result.of(work, Goal.atMost(300, "ms, median"), millis, "ms", note));
        findings.add(Result.ofWorst(work, Goal.atMost(1_000, "ms, worst"), millis, "ms", note));
    }
}

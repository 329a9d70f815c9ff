package org.memorycached.e2e.drill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.memorycached.e2e.drill.Request.Kind;
import org.memorycached.session.CreatedSession;
import org.memorycached.session.PrincipalSession;
import org.memorycached.session.Session;
import org.memorycached.session.SessionUnavailableException;

/**
 * One user: signs in, views pages, changes the session, lists the sessions, signs out, and tries the old cookie; each
 * time on another node. Judges every answer by what it knows. Used by one thread.
 */
final class SimulatedBrowser {

    private static final String UPDATES = "updates";
    private static final int LEAST_THINKING_MILLIS = 200;
    private static final int MOST_THINKING_MILLIS = 1_800;
    private static final int MOST_STEPS = 40;
    private static final int MOST_UPDATES = 30;

    /** After a second the old cookie must not work: so close behind it is tried. */
    private static final int JUST_AFTER_T_MILLIS = 1_005;

    private final String user;
    private final List<Node> nodes;
    private final Random random;
    private final Ledger ledger;
    private final FaultLog faults;
    private final StallWatch stalls;
    private final Graveyard graveyard;
    private final Executor tabs;
    private final long startedAt;
    private final AtomicInteger tokens = new AtomicInteger();

    private volatile TrackedSession session;

    /** Ended sessions of all users. */
    record Graveyard(Queue<TrackedSession> sessions, int most) {

        void add(TrackedSession dead) {
            sessions.add(dead);
            if (sessions.size() > most) {
                sessions.poll();
            }
        }

        Optional<TrackedSession> any(Random random) {
            List<TrackedSession> all = new ArrayList<>(sessions);
            return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
        }
    }

    /** @param tabs for requests that one browser makes at the same time */
    SimulatedBrowser(
            String user,
            List<Node> nodes,
            Random random,
            Ledger ledger,
            FaultLog faults,
            StallWatch stalls,
            Graveyard graveyard,
            Executor tabs,
            long startedAt) {
        this.user = user;
        this.nodes = nodes;
        this.random = random;
        this.ledger = ledger;
        this.faults = faults;
        this.stalls = stalls;
        this.graveyard = graveyard;
        this.tabs = tabs;
        this.startedAt = startedAt;
    }

    /** Until the thread is interrupted. */
    void run() {
        try {
            Thread.sleep(random.nextInt(MOST_THINKING_MILLIS));
            while (true) {
                signInAndOut();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the drill is over
        }
    }

    private void signInAndOut() throws InterruptedException {
        while (session == null) {
            login();
            think();
        }
        for (int step = random.nextInt(MOST_STEPS); step > 0; step--) {
            act(random.nextInt(100));
            think();
        }
        while (!session.isEnded()) {
            logout();
        }
        TrackedSession dead = session;
        session = null;
        Thread.sleep(JUST_AFTER_T_MILLIS);
        view(dead, anyNode());
        graveyard.add(dead);
    }

    private void act(int dice) {
        if (dice < 68) {
            view(session, anyNode());
        } else if (dice < 84) {
            update(anyNode());
        } else if (dice < 88) {
            updateInTwoTabs();
        } else if (dice < 92) {
            list();
        } else {
            graveyard.any(random).ifPresent(dead -> view(dead, anyNode()));
        }
    }

    private void think() throws InterruptedException {
        Thread.sleep(LEAST_THINKING_MILLIS + random.nextInt(MOST_THINKING_MILLIS - LEAST_THINKING_MILLIS));
    }

    private Node anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private void login() {
        Node node = anyNode();
        TrackedSession noneYet = new TrackedSession(null, null, startedAt);
        ask(Kind.LOGIN, node, noneYet, () -> {
            CreatedSession created = node.store().create(Map.of("uid", user, UPDATES, List.of()));
            TrackedSession begun =
                    new TrackedSession(created.id(), created.session().key(), startedAt);
            begun.note("login of " + user + " on " + node + ", session " + begun.key());
            session = begun;
            return begun;
        });
    }

    /** The answer is judged by when it began. */
    void view(TrackedSession of, Node node) {
        long beganAt = System.nanoTime();
        Kind kind = of.isEnded() ? Kind.VIEW_OF_ENDED : Kind.VIEW;
        ask(kind, node, of, () -> node.store().find(of.id())).ifPresent(found -> {
            of.note("view on " + node + ": "
                    + found.map(s -> "found by " + s.origin().level()).orElse("none"));
            judge(of, node, beganAt, found);
            found.ifPresent(node.store()::touch);
        });
    }

    private void judge(TrackedSession of, Node node, long beganAt, Optional<Session> found) {
        if (found.isEmpty()) {
            judgeRefusal(of, node);
            return;
        }
        if (of.mustBeDead(beganAt)) {
            wrong(Wrong.DEAD_ACCEPTED, node, of);
        }
        Collection<String> shown = updatesIn(found.get());
        List<String> lost = of.lost(beganAt, shown);
        if (!lost.isEmpty()) {
            of.note("not shown: " + lost + ", shown: " + shown);
            wrong(Wrong.LOST_UPDATE, node, of);
        }
        of.seen(shown);
    }

    private void judgeRefusal(TrackedSession of, Node node) {
        if (of.mustBeLive()) {
            wrong(Wrong.LIVE_REFUSED, node, of);
            of.logoutBegins(); // once is enough: the user has to sign in again
        }
        of.ended();
    }

    private static List<String> updatesIn(Session found) {
        return ((List<?>) found.attributes().get(UPDATES))
                .stream().map(String::valueOf).toList();
    }

    private void update(Node node) {
        TrackedSession of = session;
        if (of.updateCount() >= MOST_UPDATES) {
            return;
        }
        String token = "u" + tokens.incrementAndGet();
        of.updateBegins(token);
        long beganAt = System.nanoTime();
        ask(Kind.UPDATE, node, of, () -> node.store().update(of.id(), attributes -> add(token, attributes)))
                .ifPresent(answer -> {
                    of.note("update " + token + " on " + node + ": " + (answer.isPresent() ? "done" : "none"));
                    if (answer.isPresent()) {
                        of.updateAcknowledged(token);
                    }
                    judge(of, node, beganAt, answer);
                });
    }

    private static void add(String token, Map<String, Object> attributes) {
        List<Object> all = new ArrayList<>((List<?>) attributes.get(UPDATES));
        if (!all.contains(token)) {
            all.add(token);
        }
        attributes.put(UPDATES, all);
    }

    private void updateInTwoTabs() {
        Node here = anyNode();
        Node there = anyNode();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> update(there), tabs);
        update(here);
        other.join();
    }

    private void list() {
        Node node = anyNode();
        TrackedSession of = session;
        ask(Kind.LIST, node, of, () -> node.store().sessionsOf(user)).ifPresent(listed -> {
            of.note("list on " + node + ": " + listed.size());
            if (listed.stream().map(PrincipalSession::key).noneMatch(of.key()::equals) && of.mustBeLive()) {
                wrong(Wrong.NOT_LISTED, node, of);
            }
        });
    }

    /** On this node or another, until somebody confirms it, as a user would. */
    private void logout() throws InterruptedException {
        Node node = anyNode();
        TrackedSession of = session;
        boolean must = of.mustBeLive();
        of.logoutBegins();
        boolean everywhere = random.nextInt(4) == 0;
        Supplier<Boolean> end = everywhere
                ? () -> node.store().deleteAllOf(user) > 0
                : () -> node.store().delete(of.id());
        Optional<Boolean> done = ask(Kind.LOGOUT, node, of, end);
        done.ifPresent(wasThere -> {
            of.note("logout on " + node + (everywhere ? " of all: " : ": ") + (wasThere ? "ended" : "none"));
            of.ended();
            if (!wasThere && must) {
                wrong(Wrong.LIVE_REFUSED, node, of);
            }
        });
        if (done.isEmpty()) {
            think();
        }
    }

    /** Empty if nobody can tell now. */
    private <T> Optional<T> ask(Kind kind, Node node, TrackedSession of, Supplier<T> request) {
        long beganAt = System.nanoTime();
        try {
            T answer = request.get();
            ledger.add(new Request(kind, beganAt, System.nanoTime(), false));
            return Optional.of(answer);
        } catch (SessionUnavailableException e) {
            if (!Thread.currentThread().isInterrupted()) {
                outage(kind, node, of, beganAt, e);
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            of.note(kind + " on " + node + ": " + e);
            wrong(Wrong.MISTAKE, node, of);
            return Optional.empty();
        }
    }

    private void outage(Kind kind, Node node, TrackedSession of, long beganAt, SessionUnavailableException e) {
        ledger.add(new Request(kind, beganAt, System.nanoTime(), true));
        of.note(kind + " on " + node + ", begun " + (System.nanoTime() - beganAt) / 1_000_000 + " ms ago: "
                + reasons(e));
        if (stalls.touches(beganAt, System.nanoTime())) {
            ledger.addOutageInStall();
            return;
        }
        boolean first = faults.phaseAt(beganAt) == Phase.FIRST_SECOND
                || faults.phaseAt(System.nanoTime()) == Phase.FIRST_SECOND;
        wrong(first ? Wrong.OUTAGE_IN_FIRST_SECOND : Wrong.OUTAGE_LATER, node, of);
    }

    private static String reasons(Throwable outage) {
        StringBuilder text = new StringBuilder();
        for (Throwable reason = outage; reason != null; reason = reason.getCause()) {
            text.append(reason.getClass().getSimpleName())
                    .append(": ")
                    .append(reason.getMessage())
                    .append("; ");
            for (Throwable other : reason.getSuppressed()) {
                text.append("[").append(reasons(other)).append("] ");
            }
        }
        return text.toString();
    }

    private void wrong(Wrong kind, Node node, TrackedSession of) {
        List<String> why = new ArrayList<>(of.events());
        why.add("faults: " + faults.lastOnes(startedAt));
        ledger.addWrong(kind, "session " + of.key() + " of " + user + " on " + node, why);
    }

    /** The session that is open now, if any; for the last look at everything. */
    Optional<TrackedSession> open() {
        return Optional.ofNullable(session);
    }
}

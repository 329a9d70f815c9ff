package org.memorycached.session;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.ExpectedSession.Moment;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.UnreliableServer;

/**
 * Several nodes over two or three central servers, in one thread and on one clock: a seed decides what happens next,
 * also in the middle of an operation, and each answer is held against what was promised before. The same seed gives the
 * same run.
 */
final class Simulation {

    /** How a run is made. */
    record Setting(int servers, int copies, int nodes, boolean heapCopies, boolean singleFaults) {}

    /** What was answered that must not be. */
    static final class Broken extends AssertionError {

        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    private static final String[] OPERATIONS = {"get", "set", "add", "swap", "delete", "increment", "getAll"};
    private static final List<String> WRITES = List.of("set", "add", "swap", "delete", "increment");
    private static final List<String> USERS = List.of("dwho", "rtyler", "msmith");
    private static final int MOST_SESSIONS = 12;
    private static final int DEEPEST_INTERRUPTION = 3;
    /** A write that is on its way for longer than a server takes to be made whole is not covered. */
    private static final Duration LONGEST_OPERATION = Duration.ofSeconds(2);

    private static final int STEPS_UNTIL_WHOLE = 400;

    private final Setting setting;
    private final Random random;
    private final Cluster cluster;
    private final List<Cluster.Node> nodes = new ArrayList<>();
    private final List<ExpectedSession> sessions = new ArrayList<>();
    private final Set<String> usersWithUnknownSessions = new HashSet<>();
    private final Set<Cluster.Node> busy = new HashSet<>();
    private final Deque<String> story = new ArrayDeque<>();
    private int updates;
    private int deletionsOfAll;

    /** One entry for each node that is at it. */
    private final List<String> usersBeingSignedOut = new ArrayList<>();

    private Instant stepBegan = Instant.EPOCH;
    private long order;
    private boolean answerAtRisk;

    int operations;
    int unavailable;
    int faults;

    Simulation(long seed, Setting setting) {
        this.setting = setting;
        this.random = new Random(seed);
        this.cluster = new Cluster(setting.servers());
        SecureRandom ids = new SeededRandom(seed);
        for (int i = 0; i < setting.nodes(); i++) {
            nodes.add(cluster.node(
                    "local" + i,
                    options -> options.copies(setting.copies())
                            .heapCopies(setting.heapCopies() ? 1 << 20 : 0)
                            .timeout(Duration.ofHours(4))
                            .random(ids)));
        }
    }

    private static final class SeededRandom extends SecureRandom {

        private static final long serialVersionUID = 1L;
        private final Random random;

        private SeededRandom(long seed) {
            this.random = new Random(~seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }

    /** The last things that happened. */
    String story() {
        return String.join("\n", story);
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            stepBegan = cluster.clock.instant();
            step();
            nodes.forEach(node -> node.links.forEach(UnreliableServer::letAlone));
            answerAtRisk = false;
        }
        end();
    }

    private void step() {
        int choice = random.nextInt(100);
        if (choice < 30) {
            anyNode().ifPresent(this::interruptedOperation);
        } else if (choice < 50) {
            anyNode().ifPresent(this::operation);
        } else if (choice < 72) {
            anyNode().ifPresent(node -> poll(node, random.nextInt(setting.servers())));
        } else if (choice < 92) {
            advance(Duration.ofMillis(50L * (1 + random.nextInt(8))));
        } else if (choice < 93) {
            advance(Duration.ofSeconds(1 + random.nextInt(15)));
        } else if (choice < 95) {
            localAccident();
        } else {
            fault();
        }
    }

    private Optional<Cluster.Node> anyNode() {
        List<Cluster.Node> idle =
                nodes.stream().filter(node -> !busy.contains(node)).toList();
        return idle.isEmpty() ? Optional.empty() : Optional.of(idle.get(random.nextInt(idle.size())));
    }

    // What nodes do

    /** Lets other nodes, the clock or an accident get in between. */
    private void interruptedOperation(Cluster.Node node) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            UnreliableServer link = node.links.get(random.nextInt(node.links.size()));
            String name = OPERATIONS[random.nextInt(OPERATIONS.length)];
            if (random.nextBoolean()) {
                link.beforeNext(name, () -> interruption("before a " + name + " of " + link.name()));
            } else {
                link.afterNext(name, () -> interruption("after a " + name + " of " + link.name()));
            }
        }
        if (random.nextInt(12) == 0) {
            loseAnAnswer(node);
        }
        operation(node);
    }

    private void interruption(String when) {
        if (busy.size() < DEEPEST_INTERRUPTION) {
            tell("-- " + when + ":");
            for (int i = random.nextInt(3); i >= 0; i--) {
                step();
            }
            tell("-- on");
        }
    }

    private void loseAnAnswer(Cluster.Node node) {
        if (mayFail()) {
            int place = random.nextInt(setting.servers());
            String write = WRITES.get(random.nextInt(WRITES.size()));
            tell("will lose " + name(node) + "'s answer of a " + write + " of central" + place);
            answerAtRisk = true;
            node.links.get(place).loseAnswerOfNext(write);
        }
    }

    private void operation(Cluster.Node node) {
        operations++;
        busy.add(node);
        try {
            int choice = random.nextInt(100);
            if (choice < 12 || sessions.isEmpty()) {
                create(node);
            } else if (choice < 60) {
                find(node, anySession());
            } else if (choice < 78) {
                update(node, anySession());
            } else if (choice < 86) {
                touch(node, anySession());
            } else if (choice < 93) {
                delete(node, anySession());
            } else if (choice < 98) {
                list(node, USERS.get(random.nextInt(USERS.size())));
            } else {
                deleteAll(node, USERS.get(random.nextInt(USERS.size())));
            }
        } finally {
            busy.remove(node);
        }
    }

    private ExpectedSession anySession() {
        // Mostly one of the last: that is where things happen.
        int from = Math.max(0, sessions.size() - MOST_SESSIONS);
        return sessions.get(from + random.nextInt(sessions.size() - from));
    }

    private void create(Cluster.Node node) {
        String user = USERS.get(random.nextInt(USERS.size()));
        tell(name(node) + " creates a session of " + user);
        int deletions = deletionsOfAll;
        try {
            SessionId id = node.store.create(Map.of("uid", user)).id();
            ExpectedSession session = new ExpectedSession(id, user);
            sessions.add(session);
            if (deletions != deletionsOfAll || usersBeingSignedOut.contains(user)) {
                session.deletionBegins(); // it may have been in the list already
            }
            tell(name(node) + " created " + (sessions.size() - 1));
        } catch (SessionUnavailableException e) {
            usersWithUnknownSessions.add(user);
            unavailable(node, e, null);
        }
    }

    private void find(Cluster.Node node, ExpectedSession session) {
        Moment began = now();
        tell(name(node) + " finds " + number(session));
        try {
            Optional<Session> found = node.store.find(session.id);
            tell(name(node) + " found "
                    + found.map(s -> s.origin() + " " + s.attributes().keySet()));
            check(session, found, began);
        } catch (SessionUnavailableException e) {
            unavailable(node, e, session);
        }
    }

    private void check(ExpectedSession session, Optional<Session> found, Moment began) {
        String fault = session.faultOf(found, began, setting.singleFaults());
        if (fault != null) {
            throw new Broken("Session " + number(session) + ", read at " + began + ": " + fault);
        }
    }

    private void update(Cluster.Node node, ExpectedSession session) {
        Moment began = now();
        String attribute = "u" + updates++;
        tell(name(node) + " updates " + number(session) + " with " + attribute);
        try {
            Optional<Session> updated = node.store.update(session.id, attributes -> attributes.put(attribute, true));
            tell(name(node) + " updated " + number(session) + " with " + attribute + ": "
                    + updated.map(s -> s.attributes().keySet()));
            check(session, updated, began);
            if (updated.isPresent()) {
                session.updated(attribute, now());
            }
        } catch (SessionUnavailableException e) {
            unavailable(node, e, session);
        }
    }

    private void touch(Cluster.Node node, ExpectedSession session) {
        Moment began = now();
        tell(name(node) + " touches " + number(session));
        try {
            Optional<Session> found = node.store.find(session.id);
            check(session, found, began);
            found.ifPresent(node.store::touch);
        } catch (SessionUnavailableException e) {
            unavailable(node, e, session);
        }
    }

    private void delete(Cluster.Node node, ExpectedSession session) {
        session.deletionBegins();
        tell(name(node) + " deletes " + number(session));
        try {
            node.store.delete(session.id);
            session.deleted(now());
            tell(name(node) + " deleted " + number(session));
        } catch (SessionUnavailableException e) {
            unavailable(node, e, session);
        }
    }

    private void list(Cluster.Node node, String user) {
        Moment began = now();
        tell(name(node) + " lists the sessions of " + user);
        List<ExpectedSession> before = sessionsOf(user);
        try {
            checkList(node, before, node.store.sessionsOf(user), began);
        } catch (SessionUnavailableException e) {
            unavailable(node, e, null);
        }
    }

    private void checkList(
            Cluster.Node node, List<ExpectedSession> before, List<PrincipalSession> listed, Moment began) {
        Set<SessionKey> keys = listed.stream().map(PrincipalSession::key).collect(Collectors.toSet());
        for (ExpectedSession session : before) {
            boolean found = keys.contains(Naming.HASHED.keyOf(session.id));
            if (found && session.mustBeGoneAt(began)) {
                throw new Broken("Session " + number(session) + " has ended and is in the list");
            }
            if (!found && session.mustBeThere() && setting.singleFaults()) {
                throw new Broken("Session " + number(session) + " is not in the list of " + name(node));
            }
        }
    }

    private void deleteAll(Cluster.Node node, String user) {
        tell(name(node) + " deletes all sessions of " + user);
        deletionsOfAll++;
        usersBeingSignedOut.add(user);
        List<ExpectedSession> before = sessionsOf(user);
        sessions.stream().filter(session -> session.user.equals(user)).forEach(ExpectedSession::deletionBegins);
        try {
            node.store.deleteAllOf(user);
            // With two faults at once the index may have lost one: then its session has not been deleted.
            if (setting.singleFaults()) {
                before.forEach(session -> session.deleted(now()));
            }
            tell(name(node) + " deleted all sessions of " + user);
        } catch (SessionUnavailableException e) {
            unavailable(node, e, null);
        } finally {
            deletionsOfAll++;
            usersBeingSignedOut.remove(user);
            // Those that were made meanwhile may be among them.
            sessions.stream().filter(session -> session.user.equals(user)).forEach(ExpectedSession::deletionBegins);
        }
    }

    private List<ExpectedSession> sessionsOf(String user) {
        return sessions.stream().filter(session -> session.user.equals(user)).toList();
    }

    private void poll(Cluster.Node node, int place) {
        busy.add(node);
        boolean answered = node.poll(place);
        busy.remove(node);
        tell(name(node) + " polled central" + place + (answered ? "" : ", which is away"));
    }

    private Moment now() {
        return new Moment(cluster.clock.instant(), order++);
    }

    private void advance(Duration duration) {
        if (!busy.isEmpty() && cluster.clock.instant().plus(duration).isAfter(stepBegan.plus(LONGEST_OPERATION))) {
            return;
        }
        cluster.clock.advance(duration);
        tell("+ " + duration + " " + cluster.clock.instant());
    }

    /** A refusal is right only while a server is away, or not yet whole. */
    private void unavailable(Cluster.Node node, SessionUnavailableException e, @Nullable ExpectedSession session) {
        unavailable++;
        tell(name(node) + " could not: " + e);
        if (setting.singleFaults() && !answerAtRisk && noServerIsAway() && node.knowsAllToBeWhole() && allAreWhole()) {
            throw new Broken("Nothing is away, and yet: " + e);
        }
    }

    // Accidents

    private void localAccident() {
        Cluster.Node node = nodes.get(random.nextInt(nodes.size()));
        tell("accident of the local server of " + name(node));
        if (node.local.isAway()) {
            node.local.heal();
        } else if (random.nextBoolean()) {
            node.localMemory.flush();
        } else {
            node.local.fail();
        }
    }

    private void fault() {
        if (!noServerIsAway() && (setting.singleFaults() || random.nextInt(3) > 0)) {
            heal();
        } else if (mayFail()) {
            faults++;
            int place = random.nextInt(setting.servers());
            UnreliableServer server = cluster.centralServers.get(place);
            switch (random.nextInt(4)) {
                case 0 -> {
                    tell("central" + place + " cannot be reached");
                    server.fail();
                }
                case 1 -> {
                    tell("central" + place + " is frozen");
                    server.freeze();
                }
                case 2 -> {
                    tell("central" + place + " is killed");
                    server.kill();
                }
                default -> {
                    Cluster.Node node = nodes.get(random.nextInt(nodes.size()));
                    tell("central" + place + " cannot be reached by " + name(node));
                    node.links.get(place).fail();
                }
            }
        }
    }

    private boolean mayFail() {
        if (setting.copies() == 1) {
            return false;
        }
        return !setting.singleFaults()
                || (!answerAtRisk
                        && noServerIsAway()
                        && nodes.stream().allMatch(Cluster.Node::knowsAllToBeWhole)
                        && allAreWhole());
    }

    private void heal() {
        tell("all servers can be reached");
        cluster.centralServers.forEach(UnreliableServer::heal);
        nodes.forEach(node -> node.links.forEach(UnreliableServer::heal));
    }

    private boolean noServerIsAway() {
        return cluster.centralServers.stream().noneMatch(UnreliableServer::isAway)
                && nodes.stream().flatMap(node -> node.links.stream()).noneMatch(UnreliableServer::isAway);
    }

    /** As the servers themselves have it, whatever the nodes know yet. */
    private boolean allAreWhole() {
        return cluster.memories.stream().allMatch(memory -> {
            boolean[] complete = {false};
            boolean[] noted = {false};
            memory.listKeys((key, timeToLive) -> {
                noted[0] |= key.startsWith("tier:missed:") && !says(memory, key, "settled");
                complete[0] |= key.startsWith("tier:state:") && says(memory, key, "complete");
            });
            return complete[0] && !noted[0];
        });
    }

    private static boolean says(HeapCacheServer memory, String key, String text) {
        return memory.get(key)
                .map(value -> new String(value.bytes(), StandardCharsets.US_ASCII))
                .filter(text::equals)
                .isPresent();
    }

    // The end

    private void end() {
        tell("the end begins");
        heal();
        for (int step = 0; step < STEPS_UNTIL_WHOLE && !isQuiet(); step++) {
            advance(Duration.ofMillis(250));
            nodes.forEach(Cluster.Node::pollWhatAnswers);
        }
        if (setting.copies() > 1 && !isQuiet()) {
            throw new Broken("The servers do not become whole again");
        }
        for (Cluster.Node node : nodes) {
            sessions.forEach(session -> find(node, session));
            USERS.forEach(user -> list(node, user));
        }
    }

    private boolean isQuiet() {
        return nodes.stream().allMatch(Cluster.Node::knowsAllToBeWhole) && allAreWhole();
    }

    private void tell(String event) {
        story.add("  ".repeat(busy.size()) + event);
        if (story.size() > Integer.getInteger("lines", 400)) {
            story.removeFirst();
        }
    }

    private String name(Cluster.Node node) {
        return "node" + nodes.indexOf(node);
    }

    private int number(ExpectedSession session) {
        return sessions.indexOf(session);
    }
}

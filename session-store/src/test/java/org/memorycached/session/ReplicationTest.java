package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.UnreliableServer;
import org.memorycached.session.tier.VersionedValue;

/** Each session on two central servers: what becomes of it when one of them is away, and when it comes back. */
class ReplicationTest {

    /** How long a node that makes a server whole, and dies at it, keeps the others from it. */
    private static final Duration CLAIM = Duration.ofSeconds(10);

    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final Cluster cluster = new Cluster(2);
    private final UnreliableServer first = cluster.centralServers.get(0);
    private final UnreliableServer second = cluster.centralServers.get(1);
    private final Cluster.Node portal = cluster.node("portal");
    private final Cluster.Node app = cluster.node("app");

    private SessionId id;

    @BeforeEach
    void begin() {
        cluster.letServersBecomeWhole(portal, app);
        id = portal.store.create(Map.of("uid", "dwho")).id();
    }

    /** How a server can be lost. */
    private static final Map<String, Consumer<UnreliableServer>> LOSSES = Map.of(
            "cannot be reached", UnreliableServer::fail,
            "is frozen", UnreliableServer::freeze,
            "is killed", UnreliableServer::kill);

    static Stream<Arguments> losses() {
        return LOSSES.keySet().stream().flatMap(loss -> Stream.of(Arguments.of(0, loss), Arguments.of(1, loss)));
    }

    @ParameterizedTest(name = "server {0} {1}")
    @MethodSource("losses")
    void one_server_may_be_lost_and_everything_goes_on(int place, String loss) {
        LOSSES.get(loss).accept(cluster.centralServers.get(place));
        assertThat(app.store.find(id)).isPresent();
        assertThat(app.store.update(id, attributes -> attributes.put("n", 1))).isPresent();
        leasesLapse();
        assertThat(portal.store.find(id).orElseThrow().attributes()).containsEntry("n", 1L);
        SessionId other = portal.store.create(Map.of("uid", "dwho")).id();
        assertThat(app.store.sessionsOf("dwho")).hasSize(2);
        cluster.clock.advance(Cluster.TOUCH_INTERVAL);
        app.store.touch(app.store.find(other).orElseThrow());
        assertThat(portal.store.find(other).orElseThrow().lastUsedAt()).isEqualTo(cluster.clock.instant());
        assertThat(app.store.delete(other)).isTrue();
        leasesLapse();
        assertThat(portal.store.find(other)).isEmpty();
        assertThat(app.store.deleteAllOf("dwho")).isEqualTo(1);
        leasesLapse();
        assertThat(portal.store.find(id)).isEmpty();
    }

    @ParameterizedTest(name = "server {0} {1}")
    @MethodSource("losses")
    void what_was_done_meanwhile_is_known_when_the_other_server_is_lost_later(int place, String loss) {
        SessionId ended = portal.store.create(Map.of("uid", "rose")).id();
        UnreliableServer lost = cluster.centralServers.get(place);
        LOSSES.get(loss).accept(lost);
        app.store.update(id, attributes -> attributes.put("n", 1));
        app.store.delete(ended);
        SessionId made = app.store.create(Map.of("uid", "dwho")).id();
        lost.heal();
        cluster.letServersBecomeWhole(portal, app);
        cluster.centralServers.get(1 - place).kill();
        cluster.clock.advance(Cluster.LEASE);
        for (Cluster.Node node : List.of(portal, app)) {
            assertThat(node.store.find(id).orElseThrow().attributes()).containsEntry("n", 1L);
            assertThat(node.store.find(ended)).isEmpty();
            assertThat(node.store.find(made)).isPresent();
            assertThat(node.store.sessionsOf("dwho")).hasSize(2);
        }
    }

    @ParameterizedTest(name = "server {0} {1}")
    @MethodSource("losses")
    void a_server_that_missed_a_logout_is_not_believed_alone(int place, String loss) {
        UnreliableServer lost = cluster.centralServers.get(place);
        LOSSES.get(loss).accept(lost);
        portal.store.delete(id);
        app.pollWhatAnswers();
        lost.heal();
        cluster.centralServers.get(1 - place).fail();
        cluster.clock.advance(Cluster.LEASE);
        app.pollWhatAnswers();
        assertThat(isServed(app)).isFalse();
        cluster.centralServers.get(1 - place).heal();
        cluster.letServersBecomeWhole(portal, app);
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_server_that_missed_a_logout_is_emptied_when_the_other_has_lost_it() {
        second.freeze();
        portal.store.delete(id);
        app.pollWhatAnswers();
        first.kill();
        second.heal();
        app.pollWhatAnswers();
        assertThat(isServed(app)).isFalse();
        first.heal();
        cluster.letServersBecomeWhole(portal, app);
        assertThat(app.store.find(id)).isEmpty();
        assertThat(portal.store.find(id)).isEmpty();
    }

    @Test
    void what_one_server_missed_and_the_other_has_lost_is_not_read_from_the_first_though_both_answer() {
        first.fail();
        portal.store.delete(id);
        app.pollWhatAnswers();
        second.kill();
        app.pollWhatAnswers();
        first.heal();
        second.heal(); // empty, and nobody has noted on it again what the first one missed
        leasesLapse();
        assertThat(isServed(app)).isFalse();
    }

    @Test
    void two_servers_that_both_missed_something_are_brought_together_and_lose_nothing() {
        SessionId other = portal.store.create(Map.of("uid", "rose")).id();
        first.fail();
        portal.store.delete(id);
        first.heal();
        second.fail(); // before the first was whole again
        app.store.update(other, attributes -> attributes.put("n", 1)); // has not heard of it yet
        second.heal();
        cluster.letServersBecomeWhole(portal, app);
        assertThat(app.store.find(id)).isEmpty();
        assertThat(app.store.find(other).orElseThrow().attributes()).containsEntry("n", 1L);
    }

    @ParameterizedTest(name = "server {0} {1}")
    @MethodSource("losses")
    void a_logout_stands_though_the_only_server_that_answered_had_evicted_the_session(int place, String loss) {
        cluster.centralServers.get(1 - place).delete(Naming.HASHED.session(Naming.HASHED.keyOf(id)));
        UnreliableServer lost = cluster.centralServers.get(place);
        LOSSES.get(loss).accept(lost);
        portal.store.delete(id);
        lost.heal();
        leasesLapse();
        assertThat(app.store.find(id)).isEmpty();
        cluster.letServersBecomeWhole(portal, app);
        assertThat(app.store.find(id)).isEmpty();
        assertThat(portal.store.find(id)).isEmpty();
    }

    @Test
    void a_logout_of_what_no_server_has_leaves_nothing_behind_where_all_of_them_answer() {
        SessionId unknown = new SessionId("0".repeat(32));
        assertThat(portal.store.delete(unknown)).isFalse();
        assertThat(values(Naming.HASHED.session(Naming.HASHED.keyOf(unknown)))).isEmpty();
    }

    @Test
    void a_late_repair_does_not_bring_back_what_was_ended() {
        SessionKey key = Naming.HASHED.keyOf(id);
        second.delete(Naming.HASHED.session(key)); // evicted there
        app.links.forEach(link -> link.afterNext("get", () -> {
            if (portal.store.find(id).isPresent()) {
                portal.store.delete(id);
            }
        }));
        app.store.find(id); // reads the session, and repairs the second server after the logout
        assertThat(app.store.find(id)).isEmpty();
        assertThat(portal.store.find(id)).isEmpty();
        assertThat(values(Naming.HASHED.session(key))).containsOnly("ended");
    }

    @Test
    void a_repair_that_a_frozen_server_does_late_brings_nothing_back() {
        SessionKey key = Naming.HASHED.keyOf(id);
        second.delete(Naming.HASHED.session(key));
        second.beforeNext("add", second::freeze); // the repair waits in the frozen server
        app.store.find(id);
        portal.store.delete(id);
        second.heal();
        leasesLapse();
        assertThat(app.store.find(id)).isEmpty();
        cluster.letServersBecomeWhole(portal, app);
        first.kill();
        assertThat(isServed(app)).isFalse();
    }

    @Test
    void of_two_writers_who_see_different_servers_a_logout_wins() {
        portal.links.get(0).fail();
        app.links.get(1).fail();
        app.store.update(id, attributes -> attributes.put("n", 1));
        portal.store.delete(id);
        portal.links.get(0).heal();
        app.links.get(1).heal();
        assertThat(app.store.find(id)).isEmpty();
        cluster.letServersBecomeWhole(portal, app);
        assertThat(app.store.find(id)).isEmpty();
        assertThat(values(Naming.HASHED.session(Naming.HASHED.keyOf(id)))).containsOnly("ended");
    }

    @Test
    void two_writers_who_see_different_servers_leave_one_session_that_all_agree_on() {
        portal.links.get(0).fail();
        app.links.get(1).fail();
        app.store.update(id, attributes -> attributes.put("a", 1));
        portal.store.update(id, attributes -> attributes.put("b", 1));
        portal.links.get(0).heal();
        app.links.get(1).heal();
        cluster.letServersBecomeWhole(portal, app);
        assertThat(app.store.find(id).orElseThrow().attributes())
                .isEqualTo(portal.store.find(id).orElseThrow().attributes());
        app.store.update(id, attributes -> attributes.put("c", 1));
        leasesLapse();
        assertThat(portal.store.find(id).orElseThrow().attributes()).containsKey("c");
        assertThat(values(Naming.HASHED.session(Naming.HASHED.keyOf(id)))).hasSize(2);
    }

    @Test
    void a_server_may_be_absent_when_a_node_starts() {
        second.kill();
        Cluster.Node late = cluster.node("late");
        assertThat(late.store.find(id)).isPresent();
        SessionId made = late.store.create(Map.of("uid", "rose")).id();
        second.heal();
        cluster.letServersBecomeWhole(late, app);
        first.kill();
        cluster.clock.advance(Cluster.LEASE);
        assertThat(late.store.find(made)).isPresent();
        assertThat(app.store.find(id)).isPresent();
    }

    @Test
    void a_miss_that_is_not_certain_is_unavailable() {
        second.kill();
        second.heal(); // empty, and not yet whole
        first.fail(); // before anything was brought to it
        app.pollWhatAnswers();
        assertThatExceptionOfType(SessionUnavailableException.class)
                .isThrownBy(() -> app.store.find(new SessionId("0".repeat(32))));
        assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> app.store.find(id));
        assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> app.store.sessionsOf("dwho"));
        first.heal();
        assertThat(app.store.find(new SessionId("0".repeat(32)))).isEmpty();
    }

    @Test
    void a_server_that_comes_back_empty_gets_everything_with_its_expiry() {
        SessionId ended = portal.store.create(Map.of("uid", "rose")).id();
        portal.store.delete(ended);
        Map<String, Duration> before = expiries(first);
        assertThat(before.keySet())
                .contains(
                        Naming.HASHED.session(Naming.HASHED.keyOf(id)),
                        Naming.HASHED.session(Naming.HASHED.keyOf(ended)),
                        Naming.HASHED.reference("dwho"),
                        Naming.index("dwho"));
        second.kill();
        second.heal();
        cluster.letServersBecomeWhole(portal, app);
        Map<String, Duration> there = expiries(first);
        assertThat(expiries(second)).isEqualTo(there);
        for (String key : there.keySet()) {
            assertThat(bytes(second, key)).isEqualTo(bytes(first, key));
        }
    }

    @Test
    void adding_a_server_and_taking_one_away_lose_nothing() {
        Cluster three = new Cluster(3);
        List<UnreliableServer> two = three.centralServers.subList(0, 2);
        Cluster.Node old = three.node("old", options -> options, two);
        three.letServersBecomeWhole(old);
        List<SessionId> ids = IntStream.range(0, 30)
                .mapToObj(i -> old.store.create(Map.of("uid", "user" + i % 3)).id())
                .toList();

        Cluster.Node added = three.node("new");
        for (int i = 0; i < ids.size(); i++) {
            assertThat(added.store.find(ids.get(i))).isPresent();
            (i % 2 == 0 ? added : old).store.update(ids.get(i), attributes -> attributes.put("n", 1));
        }
        three.clock.advance(Cluster.LEASE);
        for (SessionId each : ids) { // both configurations at once
            assertThat(old.store.find(each).orElseThrow().attributes()).containsKey("n");
            assertThat(added.store.find(each).orElseThrow().attributes()).containsKey("n");
        }
        assertThat(added.store.delete(ids.get(0))).isTrue();
        assertThat(old.store.delete(ids.get(1))).isTrue();
        three.clock.advance(Cluster.LEASE);
        assertThat(old.store.find(ids.get(0))).isEmpty();
        assertThat(added.store.find(ids.get(1))).isEmpty();

        three.letServersBecomeWhole(added);
        three.centralServers.get(0).kill();
        three.clock.advance(Cluster.LEASE);
        for (SessionId each : ids.subList(2, 30)) {
            assertThat(added.store.find(each).orElseThrow().attributes()).containsKey("n");
        }
        three.centralServers.get(0).heal();
        three.letServersBecomeWhole(added);

        Cluster.Node back = three.node("back", options -> options, two);
        three.letServersBecomeWhole(back);
        for (SessionId each : ids.subList(2, 30)) {
            assertThat(back.store.find(each).orElseThrow().attributes()).containsKey("n");
        }
        assertThat(back.store.find(ids.get(0))).isEmpty();
        assertThat(IntStream.range(0, 3)
                        .map(i -> back.store.sessionsOf("user" + i).size())
                        .sum())
                .isEqualTo(28);
    }

    @Test
    void a_node_that_slept_through_the_repair_of_a_server_does_not_trust_its_old_copies() {
        app.store.find(id);
        cluster.clock.advance(Duration.ofSeconds(5)); // app sleeps from here on
        second.fail();
        portal.store.delete(id);
        second.heal();
        app.poll(1); // hears of the second server before and after, and of the first only when all is well again
        cluster.letServersBecomeWhole(portal);
        app.poll(0);
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_booking_that_one_server_lost_is_saved_on_both_and_puts_no_server_in_doubt() {
        NewSession opened = portal.store.open();
        String key = Naming.HASHED.session(Naming.HASHED.keyOf(opened.id()));
        second.delete(key); // evicted
        opened.save(Map.of("uid", "dwho"));
        assertThat(values(key)).hasSize(2);
        assertThat(first.get("tier:missed:" + second.name())).isEmpty();
        assertThat(app.store.find(opened.id())).isPresent();
    }

    @Test
    void a_write_that_is_missed_while_a_server_is_made_whole_does_not_delay_it_by_a_claim_that_has_to_lapse() {
        second.kill();
        portal.pollWhatAnswers();
        second.heal();
        portal.poll(); // has brought everything once
        app.links.get(1).fail();
        app.store.update(id, attributes -> attributes.put("n", 1));
        app.links.get(1).heal();
        assertThat(timeToBecomeWhole()).isLessThan(CLAIM);
        first.kill();
        leasesLapse();
        assertThat(app.store.find(id).orElseThrow().attributes()).containsEntry("n", 1L);
    }

    @Test
    void who_cannot_make_a_server_whole_because_another_is_lost_leaves_no_claim_behind() {
        second.kill();
        app.store.update(id, attributes -> attributes.put("n", 1));
        portal.pollWhatAnswers();
        second.heal();
        portal.poll(); // has brought everything once
        cluster.clock.advance(SETTLING);
        portal.links.get(0).loseAnswerOfNext("swap"); // of the note
        portal.poll();
        assertThat(portal.isWhole()).isFalse();
        assertThat(timeToBecomeWhole()).isLessThan(CLAIM);
    }

    @Test
    void a_server_whose_missed_writes_were_brought_to_it_is_not_emptied_while_the_one_with_the_note_is_filled() {
        Cluster.Node slow = cluster.node("slow");
        first.kill();
        List.of(slow, portal, app).forEach(Cluster.Node::pollWhatAnswers);
        first.heal();
        slow.poll(0); // begins to make it whole, and takes its time
        app.links.get(1).loseAnswerOfNext("swap");
        app.store.update(id, attributes -> attributes.put("n", 1)); // noted on the first
        portal.poll();
        cluster.clock.advance(SETTLING);
        portal.poll(); // has brought to the second what it missed
        second.resetCounts();
        app.poll(0); // remembers the note, and finds it no more
        app.poll(1);
        assertThat(second.counts()).doesNotContainKey("flush");
        assertThat(app.assembly.tier.standings().isTrusted(1)).isTrue();
    }

    @Test
    void a_node_that_stood_still_knows_no_more_of_a_server_than_before_its_question() {
        long asked = cluster.clock.nanoTime();
        app.links.get(0).beforeNext("get", () -> {
            cluster.clock.advance(Cluster.LEASE);
            throw new TierUnavailableException("no answer within the timeout, of which this process slept most");
        });
        assertThat(app.poll(0)).isFalse();
        assertThat(app.assembly.tier.standings().knownUntil(1)).isEqualTo(asked);
    }

    private Duration timeToBecomeWhole() {
        Instant from = cluster.clock.instant();
        cluster.letServersBecomeWhole(portal, app);
        return Duration.between(from, cluster.clock.instant());
    }

    /** Without polls: what a node reads then, it reads in the central tier. */
    private void leasesLapse() {
        cluster.clock.advance(Cluster.LEASE);
    }

    private boolean isServed(Cluster.Node node) {
        try {
            return node.store.find(id).isPresent();
        } catch (SessionUnavailableException e) {
            return false;
        }
    }

    private List<String> values(String key) {
        return cluster.memories.stream()
                .map(memory -> memory.get(key))
                .flatMap(Optional::stream)
                .map(value -> new String(value.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(CacheServer server, String key) {
        return server.get(key).map(VersionedValue::bytes).orElseThrow();
    }

    private static Map<String, Duration> expiries(CacheServer server) {
        Map<String, Duration> expiries = new HashMap<>();
        server.listKeys((key, timeToLive) -> {
            if (Naming.isReplicated(key)) {
                expiries.put(key, timeToLive);
            }
        });
        return expiries;
    }
}

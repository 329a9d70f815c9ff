package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.revocation.RevocationFeed;
import org.memorycached.session.tier.UnreliableServer;

/**
 * The design's table "The cases", each row forced: with copies in the heap and without, with one central server and two.
 * The rows that are about the feed alone have their details in {@link
 * org.memorycached.session.revocation.FollowerTest}.
 *
 * <table>
 *   <caption>Which test holds which row</caption>
 *   <tr><th>row</th><th>tests</th></tr>
 *   <tr><td>late fill after a revocation</td><td>{@link #a_late_fill_after_a_revocation_is_a_miss}</td></tr>
 *   <tr><td>slow fill over a newer copy</td><td>{@link #a_slow_fill_does_not_replace_a_newer_copy}, {@link
 *       TwoTierTest#a_rejected_copy_is_replaced}</td></tr>
 *   <tr><td>publish before delete</td><td>{@link #a_change_is_published_when_every_server_has_it_and_not_before}, {@link
 *       TwoTierTest#a_logout_whose_answer_is_lost_is_told_and_published}</td></tr>
 *   <tr><td>writer dies between delete and publish</td><td>{@link
 *       #a_writer_that_dies_before_it_publishes_leaves_copies_that_end_with_their_age}</td></tr>
 *   <tr><td>hole</td><td>{@link #a_hole_in_the_feed_costs_a_read_and_serves_nothing_old}, FollowerTest</td></tr>
 *   <tr><td>restart, eviction, counter reset, jump</td><td>{@link #a_feed_that_starts_anew_makes_all_copies_misses},
 *       FollowerTest</td></tr>
 *   <tr><td>resync</td><td>{@link #after_a_resync_many_requests_for_one_session_read_it_once}</td></tr>
 *   <tr><td>central server unreachable</td><td>{@link #without_the_central_tier_the_answer_is_unavailable_never_a_miss},
 *       {@link #a_grace_serves_copies_longer_in_an_outage_and_then_no_more}</td></tr>
 *   <tr><td>zombie save after logout</td><td>{@link #a_save_that_a_logout_overtakes_brings_nothing_back}</td></tr>
 *   <tr><td>touch</td><td>{@link #a_touch_that_a_logout_overtakes_brings_nothing_back}, {@link
 *       #a_touch_that_an_update_overtakes_loses_nothing}, {@link TwoTierTest#a_touch_is_not_published}</td></tr>
 *   <tr><td>Perl writers</td><td>{@link #who_publishes_nothing_is_noticed_within_the_age_of_copies}</td></tr>
 * </table>
 */
@ParameterizedClass(name = "{0} of heap copies, {1} copies in the central tier")
@CsvSource({"0, 1", "1000000, 1", "0, 2", "1000000, 2"})
class RevocationCasesTest {

    private final boolean hasHeapCopies;
    private final UnaryOperator<SessionStoreBuilder> options;
    private final Cluster cluster;
    private final Cluster.Node portal;
    private final Cluster.Node app;
    private final SessionId id;

    RevocationCasesTest(long heapCopies, int copies) {
        hasHeapCopies = heapCopies > 0;
        options = builder -> builder.heapCopies(heapCopies).copies(copies);
        cluster = new Cluster(copies);
        portal = cluster.node("portal", options);
        app = cluster.node("app", options);
        cluster.letServersBecomeWhole(portal, app);
        id = portal.store.create(Map.of("uid", "dwho")).id();
    }

    @Test
    void a_late_fill_after_a_revocation_is_a_miss() {
        lastLink(app).afterNext("get", () -> {
            portal.store.delete(id);
            app.poll();
        });
        app.store.find(id); // read before the logout, filled after it
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_slow_fill_does_not_replace_a_newer_copy() {
        Cluster.Node neighbour = cluster.neighbour(app, options);
        lastLink(app).afterNext("get", () -> {
            portal.store.update(id, attributes -> attributes.put("cn", "new"));
            neighbour.poll();
            neighbour.store.find(id); // fills the local tier that both share
            app.poll();
        });
        assertThat(app.store.find(id).orElseThrow().attributes()).doesNotContainKey("cn");
        neighbour.poll();
        assertThat(app.store.find(id).orElseThrow().text("cn")).contains("new");
        assertThat(neighbour.store.find(id).orElseThrow().text("cn")).contains("new");
        Cluster.Node third = cluster.neighbour(app, options);
        Session copy = third.store.find(id).orElseThrow();
        assertThat(copy.text("cn")).contains("new");
        assertThat(copy.origin().level()).isEqualTo(SessionOrigin.Level.LOCAL);
    }

    @Test
    void a_change_is_published_when_every_server_has_it_and_not_before() {
        List<String> seen = new ArrayList<>();
        portal.links
                .get(0)
                .beforeNext(
                        "increment",
                        () -> cluster.memories.forEach(memory ->
                                seen.add(memory.get(Naming.HASHED.session(Naming.HASHED.keyOf(id)))
                                        .map(value -> new String(value.bytes(), StandardCharsets.UTF_8))
                                        .orElse("gone"))));
        portal.store.delete(id);
        assertThat(seen)
                .hasSize(cluster.memories.size())
                .allMatch(value -> value.equals("gone") || value.equals("ended"));
    }

    @Test
    void a_writer_that_dies_before_it_publishes_leaves_copies_that_end_with_their_age() {
        app.store.find(id);
        portal.links.forEach(link -> link.beforeNext("increment", () -> {
            throw new Death();
        }));
        assertThatExceptionOfType(Death.class).isThrownBy(() -> portal.store.delete(id));
        app.poll();
        assertThat(app.store.find(id)).as("what cannot be known").isPresent();
        Duration passed = Duration.ZERO;
        for (; passed.compareTo(Cluster.LOCAL_MAX_AGE) < 0; passed = passed.plus(Cluster.LEASE)) {
            cluster.clock.advance(Cluster.LEASE);
            app.poll();
        }
        assertThat(app.store.find(id)).isEmpty();
    }

    /** Not one that anybody handles. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void a_hole_in_the_feed_costs_a_read_and_serves_nothing_old() {
        app.store.find(id);
        cluster.memories.forEach(memory -> memory.increment("feed:head")); // drawn by a writer that died then
        cluster.memories.forEach(memory -> memory.delete(Naming.HASHED.session(Naming.HASHED.keyOf(id))));
        app.poll();
        cluster.clock.advance(Cluster.LEASE);
        app.poll();
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_feed_that_starts_anew_makes_all_copies_misses() {
        app.store.find(id);
        cluster.clock.advance(Duration.ofMillis(10));
        cluster.memories.forEach(RevocationFeed::restart);
        app.poll();
        assertThat(app.store.find(id).orElseThrow().origin().level()).isEqualTo(SessionOrigin.Level.CENTRAL);
    }

    @Test
    void after_a_resync_many_requests_for_one_session_read_it_once() {
        app.store.find(id);
        cluster.clock.advance(Duration.ofMillis(10));
        cluster.memories.forEach(RevocationFeed::restart);
        app.poll();
        app.links.forEach(UnreliableServer::resetCounts);
        List<Thread> others = new ArrayList<>();
        lastLink(app).beforeNext("get", () -> {
            for (int i = 0; i < 8; i++) {
                Thread other = new Thread(() -> app.store.find(id));
                other.setDaemon(true);
                other.start();
                others.add(other);
            }
            await().until(() -> others.stream().allMatch(other -> other.getState() == Thread.State.WAITING));
        });
        assertThat(app.store.find(id)).isPresent();
        await().until(() -> others.stream().noneMatch(Thread::isAlive));
        assertThat(others).hasSize(8);
        assertThat(app.links).allSatisfy(link -> assertThat(link.counts()).containsEntry("get", 1));
    }

    @Test
    void without_the_central_tier_the_answer_is_unavailable_never_a_miss() {
        app.store.find(id);
        cluster.centralServers.forEach(UnreliableServer::fail);
        app.pollWhatAnswers();
        assertThat(app.store.find(id)).as("the lease holds").isPresent();
        cluster.clock.advance(Cluster.LEASE);
        app.pollWhatAnswers();
        assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> app.store.find(id));
        cluster.centralServers.forEach(UnreliableServer::heal);
        assertThat(app.store.find(id)).as("nobody has to log in again").isPresent();
    }

    @Test
    void a_grace_serves_copies_longer_in_an_outage_and_then_no_more() {
        Cluster.Node lenient =
                cluster.node("lenient", builder -> options.apply(builder).staleIfUnavailable(Duration.ofSeconds(20)));
        lenient.poll();
        lenient.store.find(id);
        cluster.centralServers.forEach(UnreliableServer::fail);
        cluster.clock.advance(Duration.ofSeconds(19));
        assertThat(lenient.store.find(id)).isPresent();
        cluster.clock.advance(Duration.ofSeconds(3));
        assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> lenient.store.find(id));
        cluster.centralServers.forEach(UnreliableServer::heal);
        portal.store.delete(id);
        assertThat(lenient.store.find(id))
                .as("without an outage there is no grace")
                .isEmpty();
    }

    @Test
    void a_save_that_a_logout_overtakes_brings_nothing_back() {
        app.links.get(0).beforeNext("swap", () -> portal.store.delete(id));
        assertThat(app.store.update(id, attributes -> attributes.put("cn", "late")))
                .isEmpty();
        assertThat(app.store.find(id)).isEmpty();
        assertThat(portal.store.find(id)).isEmpty();
    }

    @Test
    void a_save_that_a_logout_overtakes_between_two_servers_brings_nothing_back() {
        lastLink(app).beforeNext("swap", () -> portal.store.delete(id));
        assertThat(app.store.update(id, attributes -> attributes.put("cn", "late")))
                .isEmpty();
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_touch_that_a_logout_overtakes_brings_nothing_back() {
        cluster.clock.advance(Cluster.TOUCH_INTERVAL);
        Session session = app.store.find(id).orElseThrow();
        app.links.forEach(link -> link.beforeNext("swap", () -> portal.store.delete(id)));
        app.store.touch(session);
        app.links.forEach(UnreliableServer::letAlone);
        app.poll();
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_touch_that_an_update_overtakes_loses_nothing() {
        cluster.clock.advance(Cluster.TOUCH_INTERVAL);
        Session session = app.store.find(id).orElseThrow();
        lastLink(app).beforeNext("swap", () -> portal.store.update(id, attributes -> attributes.put("cn", "new")));
        app.store.touch(session);
        app.poll();
        assertThat(app.store.find(id).orElseThrow().text("cn")).contains("new");
        assertThat(portal.store.find(id).orElseThrow().text("cn")).contains("new");
    }

    @Test
    void a_touch_of_a_copy_that_is_older_than_an_update_overwrites_nothing() {
        app.store.find(id);
        Session session = app.store.find(id).orElseThrow();
        cluster.clock.advance(Cluster.TOUCH_DUE);
        pollTwice();
        portal.store.update(id, attributes -> attributes.put("cn", "new"));
        app.store.touch(session); // which has not heard of it
        app.poll();
        assertThat(app.store.find(id).orElseThrow().text("cn")).contains("new");
        assertThat(portal.store.find(id).orElseThrow().text("cn")).contains("new");
    }

    @Test
    void a_session_in_use_is_not_read_from_the_central_tier_for_hours() {
        app.store.touch(app.store.find(id).orElseThrow());
        int writes = 0;
        for (int view = 0; view < 240; view++) {
            cluster.clock.advance(Cluster.TOUCH_DUE.dividedBy(2));
            pollTwice();
            app.links.forEach(UnreliableServer::resetCounts);
            Session session = app.store.find(id).orElseThrow();
            app.store.touch(session);
            assertThat(session.origin().level()).isNotEqualTo(Level.CENTRAL);
            // A copy that others can write to proves nothing: for that the touch reads, and no view waits for it.
            assertThat(lastLink(app).counts().getOrDefault("get", 0)).isLessThanOrEqualTo(hasHeapCopies ? 0 : 1);
            writes += lastLink(app).counts().getOrDefault("swap", 0);
        }
        assertThat(writes).as("each notes the use, and proves the copy").isEqualTo(120);
    }

    @Test
    void who_publishes_nothing_is_noticed_within_the_age_of_copies() {
        Duration age = Duration.ofSeconds(5);
        Cluster.Node mixed =
                cluster.node("mixed", builder -> options.apply(builder).localMaxAge(age));
        mixed.poll();
        mixed.store.find(id);
        cluster.memories.forEach(memory -> memory.delete(Naming.HASHED.session(Naming.HASHED.keyOf(id))));
        cluster.clock.advance(age.minusMillis(1));
        mixed.poll();
        assertThat(mixed.store.find(id)).isPresent();
        cluster.clock.advance(Duration.ofMillis(1));
        mixed.poll();
        Optional<Session> found = mixed.store.find(id);
        assertThat(found).isEmpty();
    }

    /** Of two servers each is trusted up to when the other was heard. */
    private void pollTwice() {
        app.poll();
        app.poll();
    }

    /** A session's servers are read in an order that depends on its name; whichever comes last is interrupted. */
    private UnreliableServer lastLink(Cluster.Node node) {
        int[] places = node.assembly.tier.placesOf(Naming.HASHED.session(Naming.HASHED.keyOf(id)));
        return node.links.get(places[places.length - 1]);
    }
}

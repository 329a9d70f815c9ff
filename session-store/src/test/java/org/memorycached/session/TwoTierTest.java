package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionOrigin.Level;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.JsonSessionCodec;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.codec.SessionFormatException;
import org.memorycached.session.tier.VersionedValue;

/** How the two tiers play together, seen from several nodes, with every interleaving forced. */
class TwoTierTest {

    private final SessionCodec json = new JsonSessionCodec();
    private final Cluster cluster = new Cluster(1);
    private final Cluster.Node portal = cluster.node("portal");
    private final Cluster.Node app = cluster.node("app");

    private final SessionId id = portal.store.create(Map.of("uid", "dwho")).id();

    @Test
    void the_first_read_asks_the_central_tier_and_the_second_the_local_one() {
        assertThat(answeringLevel(app)).contains(Level.CENTRAL);
        cluster.central().resetCounts();
        assertThat(answeringLevel(app)).contains(Level.LOCAL);
        assertThat(cluster.central().counts()).isEmpty();
        assertThat(app.local.counts()).containsEntry("get", 2).containsEntry("offer", 1);
        assertThat(app.observer.events).containsExactly("found CENTRAL", "found LOCAL");
    }

    @Test
    void the_node_that_created_a_session_has_a_copy() {
        assertThat(answeringLevel(portal)).contains(Level.LOCAL);
    }

    @Test
    void a_copy_tells_its_age() {
        app.store.find(id);
        clockAdvances(Duration.ofSeconds(20));
        Session session = app.store.find(id).orElseThrow();
        assertThat(session.origin().level()).isEqualTo(Level.LOCAL);
        assertThat(session.origin().readAt()).isEqualTo(cluster.clock.instant().minusSeconds(20));
    }

    @Test
    void a_copy_is_not_served_beyond_its_maximum_age() {
        app.store.find(id);
        clockAdvances(Cluster.LOCAL_MAX_AGE);
        assertThat(answeringLevel(app)).contains(Level.CENTRAL);
        assertThat(answeringLevel(app)).contains(Level.LOCAL);
    }

    @Test
    void a_logout_reaches_a_node_with_its_next_poll() {
        app.store.find(id);
        assertThat(portal.store.delete(id)).isTrue();
        app.poll();
        assertThat(app.store.find(id)).isEmpty();
        assertThat(app.observer.events).endsWith("missed");
    }

    @Test
    void a_logout_is_effective_at_once_where_it_happened() {
        portal.store.find(id);
        portal.store.delete(id);
        assertThat(portal.store.find(id)).isEmpty();
    }

    @Test
    void a_node_that_hears_nothing_asks_the_central_tier_when_its_lease_is_over() {
        app.store.find(id);
        portal.store.delete(id);
        cluster.clock.advance(Cluster.LEASE);
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_late_fill_cannot_bring_a_session_back() {
        cluster.central().afterNext("get", () -> {
            portal.store.delete(id);
            app.poll();
        });
        app.store.find(id); // read before the logout, filled after it
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_rejected_copy_is_replaced() {
        app.store.find(id);
        portal.store.update(id, attributes -> attributes.put("cn", "Doctor Who"));
        app.poll();
        assertThat(answeringLevel(app)).contains(Level.CENTRAL);
        Session session = app.store.find(id).orElseThrow();
        assertThat(session.origin().level()).isEqualTo(Level.LOCAL);
        assertThat(session.text("cn")).contains("Doctor Who");
    }

    @Test
    void an_update_is_seen_at_once_where_it_happened() {
        portal.store.find(id);
        portal.store.update(id, attributes -> attributes.put("cn", "Doctor Who"));
        assertThat(portal.store.find(id).orElseThrow().text("cn")).contains("Doctor Who");
    }

    @Test
    void a_local_tier_that_is_down_is_no_outage() {
        app.local.fail();
        assertThat(answeringLevel(app)).contains(Level.CENTRAL);
        assertThat(answeringLevel(app)).contains(Level.CENTRAL);
        assertThat(app.observer.events).contains("unavailable LOCAL");
        app.local.heal();
        app.store.find(id);
        assertThat(answeringLevel(app)).contains(Level.LOCAL);
    }

    @Test
    void a_central_tier_that_is_down_is_an_outage_and_no_miss() {
        cluster.central().fail();
        assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> app.store.find(id));
        assertThat(app.observer.events).containsExactly("unavailable CENTRAL");
        cluster.central().heal();
        assertThat(app.store.find(id)).isPresent();
    }

    @Test
    void copies_answer_while_the_lease_holds_and_no_longer() {
        app.store.find(id);
        cluster.central().fail();
        assertThat(answeringLevel(app)).contains(Level.LOCAL);
        cluster.clock.advance(Cluster.LEASE);
        assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> app.store.find(id));
    }

    @Test
    void a_corrupt_copy_is_replaced_and_counted() {
        String copy = Naming.copy(Naming.HASHED.keyOf(id));
        app.localMemory.set(copy, "garbage".getBytes(StandardCharsets.US_ASCII), Duration.ZERO);
        assertThat(answeringLevel(app)).contains(Level.CENTRAL);
        assertThat(answeringLevel(app)).contains(Level.LOCAL);
        assertThat(app.observer.events).containsExactly("corrupt LOCAL", "found CENTRAL", "found LOCAL");
    }

    @Test
    void a_copy_with_a_corrupt_session_is_replaced_and_counted() {
        app.store.find(id);
        String key = Naming.copy(Naming.HASHED.keyOf(id));
        byte[] copy = app.localMemory.get(key).orElseThrow().bytes();
        copy[copy.length - 2] = 'x';
        app.localMemory.set(key, copy, Duration.ZERO);
        assertThat(answeringLevel(app)).contains(Level.CENTRAL);
        assertThat(app.observer.events).contains("corrupt LOCAL");
    }

    @Test
    void a_corrupt_session_is_absent_and_counted() {
        cluster.memory()
                .set(
                        Naming.HASHED.session(Naming.HASHED.keyOf(id)),
                        "garbage".getBytes(StandardCharsets.US_ASCII),
                        Duration.ZERO);
        assertThat(app.store.find(id)).isEmpty();
        assertThat(app.observer.events).containsExactly("corrupt CENTRAL", "missed");
    }

    @Test
    void one_server_can_be_both_tiers() {
        SessionStore store = SessionStore.builder()
                .servers("one:11211")
                .local("one:11211")
                .heapCopies(0)
                .clock(cluster.clock)
                .connector(address -> cluster.memory())
                .build();
        try (store) {
            SessionId created = store.create(Map.of()).id();
            await().untilAsserted(() -> assertThat(
                            store.find(created).map(found -> found.origin().level()))
                    .contains(Level.LOCAL));
            store.delete(created);
            assertThat(store.find(created)).isEmpty();
        }
    }

    @Test
    void without_a_local_tier_every_read_is_central() {
        try (SessionStore store = SessionStore.builder()
                .servers("central:11211")
                .heapCopies(0)
                .clock(cluster.clock)
                .connector(address -> cluster.memory())
                .build()) {
            assertThat(store.find(id)).isPresent();
            assertThat(store.find(id).orElseThrow().origin().level()).isEqualTo(Level.CENTRAL);
            assertThat(store.delete(id)).isTrue();
        }
    }

    @Test
    void an_idle_session_expires_in_both_tiers() {
        app.store.find(id);
        clockAdvances(Cluster.TIMEOUT);
        assertThat(app.store.find(id)).isEmpty();
        assertThat(app.store.update(id, attributes -> attributes.put("a", "b"))).isEmpty();
    }

    @Test
    void a_touch_puts_expiry_off_and_writes_at_most_once_per_interval() {
        clockAdvances(Cluster.TIMEOUT.minusSeconds(10));
        Session session = app.store.find(id).orElseThrow();
        long writes = writesOfSession();
        app.store.touch(session);
        app.store.touch(session);
        await().untilAsserted(() -> assertThat(writesOfSession()).isEqualTo(writes + 1));
        await().untilAsserted(() ->
                assertThat(app.store.find(id).orElseThrow().lastUsedAt()).isEqualTo(cluster.clock.instant()));
        app.store.touch(app.store.find(id).orElseThrow());
        clockAdvances(Cluster.TIMEOUT.minusSeconds(1));
        assertThat(app.store.find(id)).isPresent();
        assertThat(writesOfSession()).isEqualTo(writes + 1);
    }

    private long writesOfSession() {
        String name = Naming.HASHED.session(app.store.keyOf(id));
        byte[] stored = cluster.memory().get(name).orElseThrow().bytes();
        try {
            return json.decode(name, new EncodedSession(stored, 0)).revision();
        } catch (SessionFormatException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_somebody_wrote_into_a_local_copy_never_reaches_the_central_tier() {
        app.store.find(id);
        String copy = Naming.copy(app.store.keyOf(id));
        VersionedValue original = app.localMemory.get(copy).orElseThrow();
        byte[] forged = new String(original.bytes(), StandardCharsets.ISO_8859_1)
                .replace("dwho", "root")
                .getBytes(StandardCharsets.ISO_8859_1);
        app.localMemory.set(copy, forged, Cluster.LOCAL_MAX_AGE);
        clockAdvances(Cluster.TOUCH_INTERVAL);
        Session session = app.store.find(id).orElseThrow();
        assertThat(session.text("uid"))
                .as("the local tier is trusted for a while")
                .contains("root");
        app.store.touch(session);
        assertThat(portal.store.update(id, attributes -> {}).orElseThrow().text("uid"))
                .contains("dwho");
        assertThat(app.store.find(id).orElseThrow().text("uid")).contains("dwho");
    }

    @Test
    void a_touch_is_not_published() {
        clockAdvances(Cluster.TOUCH_INTERVAL);
        Session session = app.store.find(id).orElseThrow();
        cluster.central().resetCounts();
        app.store.touch(session);
        await().untilAsserted(() -> assertThat(cluster.central().counts()).containsEntry("swap", 1));
        assertThat(cluster.central().counts()).doesNotContainKey("increment");
    }

    @Test
    void a_touch_that_fails_is_tried_again_by_the_next() {
        clockAdvances(Cluster.TOUCH_INTERVAL);
        Session session = app.store.find(id).orElseThrow();
        cluster.central().resetCounts();
        cluster.central().fail();
        app.store.touch(session);
        await().untilAsserted(() -> assertThat(cluster.central().counts()).containsEntry("swap", 1));
        cluster.central().heal();
        long writes = writesOfSession();
        await().untilAsserted(() -> {
            app.store.touch(session);
            assertThat(writesOfSession()).isEqualTo(writes + 1);
        });
    }

    @Test
    void no_touch_extends_the_absolute_lifetime() {
        for (Duration passed = Duration.ZERO;
                passed.compareTo(Cluster.LIFETIME.minusMinutes(20)) < 0;
                passed = passed.plusMinutes(20)) {
            clockAdvances(Duration.ofMinutes(20));
            Session session = app.store.find(id).orElseThrow();
            app.store.touch(session);
            await().untilAsserted(() ->
                    assertThat(app.store.find(id).orElseThrow().lastUsedAt()).isEqualTo(cluster.clock.instant()));
        }
        clockAdvances(Duration.ofMinutes(20));
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_change_whose_answer_is_lost_is_told_and_published() {
        app.store.find(id);
        cluster.central().loseAnswerOfNext("swap");
        assertThatExceptionOfType(WriteOutcomeUnknownException.class)
                .isThrownBy(() -> portal.store.update(id, attributes -> attributes.put("cn", "new")));
        app.poll();
        assertThat(app.store.find(id).orElseThrow().text("cn")).contains("new");
    }

    @Test
    void a_logout_whose_answer_is_lost_is_told_and_published() {
        app.store.find(id);
        cluster.central().loseAnswerOfNext("delete");
        assertThatExceptionOfType(WriteOutcomeUnknownException.class).isThrownBy(() -> portal.store.delete(id));
        app.poll();
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_logout_that_could_not_be_published_is_told_and_made_good_by_the_next() {
        app.store.find(id);
        cluster.central().beforeNext("increment", () -> cluster.central().fail());
        assertThatExceptionOfType(WriteOutcomeUnknownException.class).isThrownBy(() -> portal.store.delete(id));
        cluster.central().heal();
        portal.store.delete(id);
        app.poll();
        assertThat(app.store.find(id)).isEmpty();
    }

    @Test
    void a_change_of_the_principal_that_fails_changes_nothing_and_can_be_repeated() {
        cluster.central().beforeNext("set", () -> cluster.central().fail());
        assertThatExceptionOfType(SessionUnavailableException.class)
                .isThrownBy(() -> portal.store.update(id, attributes -> attributes.put("uid", "thedoctor")));
        cluster.central().heal();
        assertThat(portal.store.findByPrincipal("dwho")).isPresent();
        portal.store.update(id, attributes -> attributes.put("uid", "thedoctor"));
        assertThat(portal.store.findByPrincipal("thedoctor")).isPresent();
        assertThat(portal.store.findByPrincipal("dwho")).isEmpty();
    }

    @Test
    void a_booked_session_that_could_not_be_referenced_is_withdrawn_everywhere() {
        NewSession opened = portal.store.open();
        cluster.central().beforeNext("set", () -> {
            assertThat(app.store.find(opened.id())).isPresent(); // and app has a copy now
            throw new TierUnavailableException("by the test");
        });
        assertThatExceptionOfType(SessionUnavailableException.class)
                .isThrownBy(() -> opened.save(Map.of("uid", "dwho")));
        app.poll();
        assertThat(app.store.find(opened.id())).isEmpty();
    }

    private Optional<Level> answeringLevel(Cluster.Node node) {
        return node.store.find(id).map(session -> session.origin().level());
    }

    private void clockAdvances(Duration duration) {
        cluster.clock.advance(duration);
        portal.poll();
        app.poll();
    }
}

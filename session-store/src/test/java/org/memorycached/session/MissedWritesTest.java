package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.tier.UnreliableServer;

/** Servers that missed writes are made whole: with what the others have, and without losing what only they have. */
class MissedWritesTest {

    private final Cluster cluster = new Cluster(2);
    private final UnreliableServer first = cluster.centralServers.get(0);
    private final UnreliableServer second = cluster.centralServers.get(1);
    private final Cluster.Node node = cluster.node("app");

    @BeforeEach
    void becomeWhole() {
        awaitWhole();
    }

    @Test
    void two_servers_that_each_missed_writes_of_the_other_lose_nothing() {
        first.fail();
        SessionId onSecond = node.store.create(Map.of("a", 1)).id();
        first.heal();
        second.fail();
        SessionId onFirst = node.store.create(Map.of("a", 2)).id();
        second.heal();
        awaitWhole();
        assertEachAloneHas(onFirst, 2);
        assertEachAloneHas(onSecond, 1);
    }

    @Test
    void a_server_that_missed_an_update_has_it_when_it_is_whole_again() {
        SessionId id = node.store.create(Map.of("a", 1)).id();
        for (UnreliableServer away : cluster.centralServers) {
            away.fail();
            int next = away == first ? 2 : 3;
            node.store.update(id, attributes -> attributes.put("a", next));
            away.heal();
            awaitWhole();
            assertEachAloneHas(id, next);
        }
    }

    @Test
    void a_server_that_missed_a_logout_has_it_when_it_is_whole_again() {
        for (UnreliableServer away : cluster.centralServers) {
            SessionId id = node.store.create(Map.of("a", 1)).id();
            away.fail();
            node.store.delete(id);
            away.heal();
            awaitWhole();
            for (UnreliableServer gone : cluster.centralServers) {
                gone.fail();
                assertThat(node.store.find(id)).isEmpty();
                gone.heal();
            }
        }
    }

    @Test
    void a_copy_is_not_vouched_for_by_a_server_that_missed_its_revocation() {
        SessionId id = node.store.create(Map.of("a", 1)).id();
        assertThat(node.store.find(id)).isPresent(); // and in its local tier
        Cluster.Node other = cluster.node("other");
        for (int place = 0; place < 2; place++) {
            cluster.centralServers.get(place).fail();
            other.store.delete(id);
            cluster.centralServers.get(place).heal();
            awaitWhole();
            cluster.clock.advance(Duration.ofMillis(10)); // a server takes a moment to restart
            cluster.memories.get(1 - place).flush(); // the one that knew came back empty
            awaitWhole();
            assertThat(node.store.find(id)).isEmpty();
        }
    }

    @Test
    void an_update_that_a_server_missed_survives_a_touch_by_who_has_not_heard_of_it() {
        Cluster.Node viewer = cluster.node("viewer", builder -> builder.heapCopies(1_000_000));
        for (UnreliableServer away : cluster.centralServers) {
            SessionId id = node.store.create(Map.of("a", 1)).id();
            viewer.store.touch(viewer.store.find(id).orElseThrow());
            awaitWhole();
            viewer.poll();
            Session session = viewer.store.find(id).orElseThrow();
            cluster.clock.advance(Cluster.TOUCH_DUE);
            viewer.poll();
            viewer.poll(); // of two servers each is trusted up to when the other was heard
            away.fail();
            node.store.update(id, attributes -> attributes.put("a", 2));
            away.heal();
            cluster.centralServers.forEach(UnreliableServer::resetCounts);
            viewer.store.touch(session);
            assertThat(away.counts()).as("it has what the copy was made from").containsKey("swap");
            awaitWhole();
            assertEachAloneHas(id, 2);
        }
    }

    private void assertEachAloneHas(SessionId id, int value) {
        cluster.clock.advance(Cluster.LOCAL_MAX_AGE.plusSeconds(1)); // so that the central tier is asked
        for (UnreliableServer gone : cluster.centralServers) {
            gone.fail();
            cluster.clock.advance(Cluster.LOCAL_MAX_AGE.plusSeconds(1));
            assertThat(node.store.find(id).orElseThrow().attributes()).containsEntry("a", (long) value);
            gone.heal();
        }
    }

    /** Another thread fills, so there is something to wait for. */
    private void awaitWhole() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            node.poll();
            cluster.clock.advance(Duration.ofMillis(500)); // what was on its way is given time to arrive
            assertThat(node.isWhole()).isTrue();
        });
    }
}

package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.tier.UnreliableServer;

/** Central servers that cannot list their keys, as those that ask for a password: what is promised nevertheless. */
class UnlistedServersTest {

    private final Cluster cluster = new Cluster(2);
    private final UnreliableServer first = cluster.centralServers.get(0);
    private final UnreliableServer second = cluster.centralServers.get(1);
    private Cluster.Node node;

    @BeforeEach
    void begin() {
        cluster.centralServers.forEach(UnreliableServer::listNoKeys);
        node = cluster.node("app");
        cluster.letServersBecomeWhole(node);
    }

    @Test
    void what_was_ended_while_a_server_was_away_does_not_come_back_when_it_is_alone() {
        for (UnreliableServer away : cluster.centralServers) {
            SessionId id = node.store.create(Map.of("uid", "dwho")).id();
            away.fail();
            node.store.delete(id);
            away.heal();
            cluster.letServersBecomeWhole(node);
            UnreliableServer other = away == first ? second : first;
            other.fail();
            cluster.clock.advance(Cluster.LOCAL_MAX_AGE.plusSeconds(1));
            node.pollWhatAnswers();
            assertThat(node.store.find(id)).isEmpty();
            other.heal();
            cluster.letServersBecomeWhole(node);
        }
    }

    @Test
    void two_servers_that_each_missed_something_bring_back_nothing_that_was_ended() {
        SessionId ended = node.store.create(Map.of("uid", "dwho")).id();
        first.fail();
        node.store.delete(ended);
        first.heal();
        second.fail();
        node.store.create(Map.of("a", 1)); // of nobody, so that no list is asked for
        second.heal();
        cluster.letServersBecomeWhole(node);
        for (UnreliableServer gone : cluster.centralServers) {
            gone.fail();
            cluster.clock.advance(Cluster.LOCAL_MAX_AGE.plusSeconds(1));
            node.pollWhatAnswers();
            assertThat(node.store.find(ended)).isEmpty();
            gone.heal();
            cluster.letServersBecomeWhole(node);
        }
        assertThat(node.store.find(node.store.create(Map.of("uid", "dwho")).id()))
                .isPresent();
    }

    @Test
    void a_session_is_brought_to_an_emptied_server_by_whoever_reads_it() {
        SessionId id = node.store.create(Map.of("uid", "dwho")).id();
        first.kill();
        node.pollWhatAnswers();
        first.heal();
        cluster.letServersBecomeWhole(node);
        cluster.clock.advance(Cluster.LOCAL_MAX_AGE.plusSeconds(1)); // so that the central tier is asked
        assertThat(node.store.find(id)).isPresent();
        second.fail();
        cluster.clock.advance(Cluster.LOCAL_MAX_AGE.plusSeconds(1));
        node.pollWhatAnswers();
        assertThat(node.store.find(id)).isPresent();
    }
}

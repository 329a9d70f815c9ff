package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.memorycached.session.tier.UnreliableServer;

/** All sessions of a principal: what the index of them does that no other store's contract can see. */
class PrincipalIndexTest {

    private final Cluster cluster = new Cluster(2);
    private final Cluster.Node node = cluster.node("node");

    @Test
    void what_has_ended_elsewhere_is_tidied_up_when_somebody_looks() {
        CreatedSession gone = node.store.create(Map.of("uid", "dwho"));
        CreatedSession stays = node.store.create(Map.of("uid", "dwho"));
        // ended by somebody who keeps no index
        cluster.memories.forEach(
                memory -> memory.delete(Naming.HASHED.session(gone.session().key())));
        assertThat(node.store.sessionsOf("dwho"))
                .extracting(PrincipalSession::key)
                .containsExactly(stays.session().key());
        assertThat(index(0))
                .doesNotContain(gone.session().key().name())
                .contains(stays.session().key().name());
        assertThat(index(1)).isEqualTo(index(0));
    }

    @Test
    void what_has_expired_is_not_listed() {
        node.store.create(Map.of("uid", "dwho"));
        cluster.clock.advance(Cluster.TIMEOUT);
        assertThat(node.store.sessionsOf("dwho")).isEmpty();
    }

    @Test
    void a_session_of_somebody_who_keeps_no_index_is_found_by_its_reference() {
        CreatedSession created = node.store.create(Map.of("uid", "dwho"));
        cluster.memories.forEach(memory -> memory.delete(Naming.index("dwho")));
        assertThat(node.store.sessionsOf("dwho"))
                .extracting(PrincipalSession::key)
                .containsExactly(created.session().key());
    }

    @Test
    void an_index_that_one_server_lost_is_whole_with_the_others() {
        CreatedSession first = node.store.create(Map.of("uid", "dwho"));
        cluster.memories.get(0).delete(Naming.index("dwho"));
        CreatedSession second = node.store.create(Map.of("uid", "dwho"));
        assertThat(index(0))
                .doesNotContain(first.session().key().name())
                .contains(second.session().key().name());
        assertThat(index(1))
                .contains(first.session().key().name())
                .contains(second.session().key().name());
        assertThat(node.store.sessionsOf("dwho"))
                .extracting(PrincipalSession::key)
                .containsExactlyInAnyOrder(
                        first.session().key(), second.session().key());
    }

    @Test
    void an_index_that_was_evicted_is_made_again_by_who_uses_the_session() {
        SessionId id = node.store.create(Map.of("uid", "dwho")).id();
        cluster.memories.forEach(memory -> memory.delete(Naming.index("dwho")));
        cluster.memories.forEach(memory -> memory.delete(Naming.HASHED.reference("dwho")));
        cluster.clock.advance(Cluster.TOUCH_INTERVAL);
        node.store.touch(node.store.find(id).orElseThrow());
        assertThat(index(1)).isEqualTo(index(0));
        assertThat(node.store.deleteAllOf("dwho")).isEqualTo(1);
        assertThat(node.store.find(id)).isEmpty();
    }

    @Test
    void a_list_that_lost_a_session_gets_it_again_with_where_it_came_from() {
        SessionClient phone = new SessionClient("192.0.2.1", "a phone");
        CreatedSession created = node.store.create(Map.of("uid", "dwho"), phone);
        cluster.memories.get(0).delete(Naming.index("dwho"));
        cluster.clock.advance(Cluster.TOUCH_INTERVAL);
        node.store.touch(node.store.find(created.id()).orElseThrow());
        assertThat(index(0)).isEqualTo(index(1)).contains("a phone");
    }

    @Test
    void what_leads_to_a_session_in_use_is_touched_with_it_so_that_memcached_keeps_it() {
        CreatedSession created = node.store.create(Map.of("uid", "dwho"));
        cluster.clock.advance(Cluster.TOUCH_INTERVAL);
        Session session = node.store.find(created.id()).orElseThrow();
        cluster.centralServers.forEach(UnreliableServer::resetCounts);
        node.store.touch(session);
        cluster.centralServers.forEach(server -> {
            assertThat(server.counts()).as("index and reference").containsEntry("touch", 2);
            assertThat(server.counts()).as("the session alone").containsEntry("swap", 1);
        });
    }

    @Test
    void a_session_that_was_to_change_hands_and_did_not_is_nobody_elses() {
        SessionId id = node.store.create(Map.of("uid", "dwho")).id();
        assertThatExceptionOfType(SessionTooLargeException.class)
                .isThrownBy(() -> node.store.update(id, attributes -> {
                    attributes.put("uid", "rose");
                    attributes.put("text", "x".repeat(20_000));
                }));
        assertThat(node.store.sessionsOf("rose")).isEmpty();
        assertThat(node.store.deleteAllOf("rose")).isZero();
        assertThat(node.store.find(id)).isPresent();
    }

    @Test
    void a_corrupt_index_counts_as_empty_and_is_replaced_at_the_next_login() {
        node.store.create(Map.of("uid", "dwho"));
        cluster.memories.forEach(memory -> memory.set(
                Naming.index("dwho"), "{\"version\":1,\"sess".getBytes(StandardCharsets.US_ASCII), Duration.ZERO));
        CreatedSession next = node.store.create(Map.of("uid", "dwho"));
        assertThat(node.observer.events).contains("corrupt CENTRAL");
        assertThat(node.store.sessionsOf("dwho"))
                .extracting(PrincipalSession::key)
                .contains(next.session().key());
        assertThat(index(0)).startsWith("{").contains(next.session().key().name());
    }

    @Test
    void a_list_that_all_servers_have_is_read_once() {
        cluster.memories.forEach(memory -> memory.set(
                Naming.index("dwho"), "{\"version\":1,\"sess".getBytes(StandardCharsets.US_ASCII), Duration.ZERO));
        node.store.sessionsOf("dwho");
        // told once for each time that a list is decoded
        assertThat(node.observer.events).containsOnlyOnce("corrupt CENTRAL");
    }

    @Test
    void a_session_that_changes_hands_changes_lists_and_keeps_where_it_came_from() {
        SessionId id = node.store
                .create(Map.of("uid", "dwho"), new SessionClient("192.0.2.7", "Browser"))
                .id();
        node.store.update(id, attributes -> attributes.put("uid", "thedoctor"));
        assertThat(node.store.sessionsOf("dwho")).isEmpty();
        assertThat(node.store.sessionsOf("thedoctor"))
                .extracting(PrincipalSession::client)
                .containsExactly(new SessionClient("192.0.2.7", "Browser"));
    }

    @Test
    void of_more_than_a_thousand_sessions_the_oldest_end() {
        Cluster.Node big = cluster.node("big", builder -> builder.maxValueSize(1_000_000));
        SessionId first = null;
        for (int i = 0; i < SessionLimit.MOST_INDEXED + 5; i++) {
            cluster.clock.advance(Duration.ofMillis(10));
            SessionId id = big.store.create(Map.of("uid", "robot")).id();
            first = first == null ? id : first;
        }
        cluster.clock.advance(Cluster.LEASE);
        assertThat(big.store.sessionsOf("robot")).hasSize(SessionLimit.MOST_INDEXED);
        assertThat(big.store.find(first)).isEmpty();
    }

    @Test
    void a_list_that_grows_is_tidied_up_now_and_then() {
        for (int i = 0; i < 40; i++) {
            node.store.create(Map.of("uid", "dwho"));
            cluster.clock.advance(Cluster.TIMEOUT); // never logged out
        }
        assertThat(index(0).split("\"key\"")).as("entries").hasSizeLessThan(35);
    }

    @Test
    void a_login_that_is_denied_leaves_nothing_behind() {
        Cluster.Node strict = cluster.node("strict", builder -> builder.sessionLimit(1, SessionLimitPolicy.DENY));
        CreatedSession only = strict.store.create(Map.of("uid", "dwho"));
        assertThatExceptionOfType(SessionLimitException.class)
                .isThrownBy(() -> strict.store.create(Map.of("uid", "dwho")));
        assertThat(strict.store.sessionsOf("dwho"))
                .extracting(PrincipalSession::key)
                .containsExactly(only.session().key());
        assertThat(liveSessions()).isEqualTo(1);
        assertThat(strict.store.findByPrincipal("dwho").map(Session::key))
                .contains(only.session().key());
    }

    @Test
    void the_list_is_the_same_whichever_server_is_away() {
        node.poll();
        List<SessionKey> keys = IntStream.range(0, 5)
                .mapToObj(i -> {
                    cluster.clock.advance(Duration.ofMillis(10));
                    return node.store.create(Map.of("uid", "dwho")).session().key();
                })
                .toList();
        cluster.letServersBecomeWhole(node);
        for (int i = 0; i < 2; i++) {
            cluster.centralServers.get(i).fail();
            assertThat(node.store.sessionsOf("dwho"))
                    .extracting(PrincipalSession::key)
                    .containsExactlyElementsOf(keys);
            cluster.centralServers.get(i).heal();
        }
    }

    private long liveSessions() {
        long[] count = {0};
        cluster.memories.get(0).listKeys((key, timeToLive) -> {
            if (key.startsWith(Naming.SESSION_PREFIX)
                    && !new String(
                                    cluster.memories
                                            .get(0)
                                            .get(key)
                                            .orElseThrow()
                                            .bytes(),
                                    StandardCharsets.UTF_8)
                            .equals("ended")) {
                count[0]++;
            }
        });
        return count[0];
    }

    private String index(int server) {
        return new String(
                cluster.memories
                        .get(server)
                        .get(Naming.index("dwho"))
                        .orElseThrow()
                        .bytes(),
                StandardCharsets.UTF_8);
    }
}

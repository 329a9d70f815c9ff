package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.memorycached.session.tier.UnreliableServer;

/**
 * A real memcached that stops in the middle of a write and goes on later, when it may do what had reached it: the outcome
 * is told as unknown, reading settles it, and a repeated logout makes it certain.
 */
@RequiresRealMemcached
class SettledOutcomesTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    /** Within which every node hears of a change. */
    private static final Duration LEASE = Duration.ofSeconds(1);

    private final MemcachedInstance first = RealMemcached.start();
    private final MemcachedInstance second = RealMemcached.start();
    private final Map<String, UnreliableServer> links = new ConcurrentHashMap<>();
    private SessionStore store;

    @BeforeEach
    void begin() {
        store = store(first);
    }

    @AfterEach
    void end() {
        store.close();
        first.close();
        second.close();
    }

    private SessionStore store(MemcachedInstance... servers) {
        return SessionStore.builder()
                .servers(List.of(servers).stream()
                        .map(MemcachedInstance::address)
                        .toList())
                .heapCopies(0)
                .principal("uid")
                .connector(address -> links.computeIfAbsent(
                        address.toString(),
                        name -> new UnreliableServer(
                                new MemcachedConnector(new MemcachedSettings(Protocol.BINARY, TIMEOUT))
                                        .connect(address))))
                .build();
    }

    private static SessionStore storeWithCopies(MemcachedInstance server) {
        return SessionStore.builder()
                .servers(List.of(server.address()))
                .principal("uid")
                .build();
    }

    @Test
    void an_update_in_which_the_server_stops_is_done_or_not_and_stays_so() {
        SessionId id = store.create(Map.of("uid", "dwho")).id();
        link(first).beforeNext("swap", first::freeze);
        assertThatExceptionOfType(WriteOutcomeUnknownException.class)
                .isThrownBy(() -> store.update(id, attributes -> attributes.put("n", 1)));
        first.thaw();
        Session settled = answered(id).orElseThrow();
        assertThat(settled.attributes().getOrDefault("n", 1L)).isEqualTo(1L);
        assertThat(answered(id).orElseThrow().attributes()).isEqualTo(settled.attributes());
        store.update(id, attributes -> attributes.put("n", 2)); // on top of whatever it was
        assertThat(answered(id).orElseThrow().attributes()).containsEntry("n", 2L);
    }

    @Test
    void a_logout_in_which_the_server_stops_is_made_certain_by_the_next() {
        SessionId id = store.create(Map.of("uid", "dwho")).id();
        link(first).beforeNext("delete", first::freeze);
        assertThatExceptionOfType(WriteOutcomeUnknownException.class).isThrownBy(() -> store.delete(id));
        first.thaw();
        boolean wasLeft = answered(id).isPresent();
        assertThat(store.delete(id)).isEqualTo(wasLeft);
        assertThat(answered(id)).isEmpty();
        assertThat(store.sessionsOf("dwho")).isEmpty();
    }

    @Test
    void a_login_in_which_the_server_stops_leaves_at_most_a_session_that_its_user_can_end() {
        link(first).beforeNext("add", first::freeze);
        assertThatExceptionOfType(SessionUnavailableException.class)
                .isThrownBy(() -> store.create(Map.of("uid", "dwho")));
        first.thaw();
        whenItAnswers(() -> assertThat(store.sessionsOf("dwho")).hasSizeLessThanOrEqualTo(1));
        store.deleteAllOf("dwho");
        assertThat(store.sessionsOf("dwho")).isEmpty();
        SessionId id = store.create(Map.of("uid", "dwho")).id();
        assertThat(answered(id)).isPresent();
    }

    @Test
    void with_a_second_copy_the_outcome_is_known() {
        try (SessionStore replicated = store(first, second)) {
            await().until(() -> replicated.status().central().stream().allMatch(StoreStatus.Central::complete));
            SessionId updated = replicated.create(Map.of("uid", "dwho")).id();
            SessionId ended = replicated.create(Map.of("uid", "dwho")).id();
            link(second).beforeNext("swap", second::freeze);
            assertThat(replicated.update(updated, attributes -> attributes.put("n", 1)))
                    .isPresent();
            assertThat(replicated.delete(ended)).isTrue();
            second.thaw();
            for (int i = 0; i < 20; i++) { // while it is made whole again, and after
                assertThat(replicated.find(updated).orElseThrow().attributes()).containsEntry("n", 1L);
                assertThat(replicated.find(ended)).isEmpty();
            }
        }
    }

    /** As a server's shutdown interrupts requests: a change that only some were told of would be neither done nor not. */
    @Test
    void a_change_whose_thread_is_interrupted_is_finished_and_told_to_every_node() {
        SessionId updated = store.create(Map.of("uid", "dwho")).id();
        SessionId ended = store.create(Map.of("uid", "dwho")).id();
        try (SessionStore other = storeWithCopies(first)) {
            await().until(() -> isServedFromTheHeap(other, updated) && isServedFromTheHeap(other, ended));
            link(first).afterNext("swap", Thread.currentThread()::interrupt);
            assertThat(store.update(updated, attributes -> attributes.put("n", 1)))
                    .isPresent();
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            link(first).afterNext("delete", Thread.currentThread()::interrupt);
            assertThat(store.delete(ended)).isTrue();
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            await().atMost(LEASE)
                    .untilAsserted(
                            () -> assertThat(other.find(updated).orElseThrow().attributes())
                                    .containsEntry("n", 1L));
            await().atMost(LEASE)
                    .untilAsserted(() -> assertThat(other.find(ended)).isEmpty());
        }
    }

    private static boolean isServedFromTheHeap(SessionStore node, SessionId id) {
        return node.find(id).orElseThrow().origin().level() == SessionOrigin.Level.HEAP;
    }

    private UnreliableServer link(MemcachedInstance memcached) {
        return links.get(memcached.address());
    }

    private Optional<Session> answered(SessionId id) {
        whenItAnswers(() -> store.find(id));
        return store.find(id);
    }

    /** The client takes a moment to find that the server answers again. */
    private static void whenItAnswers(ThrowingRunnable question) {
        await().ignoreExceptionsInstanceOf(SessionUnavailableException.class).untilAsserted(question);
    }
}

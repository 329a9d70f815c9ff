package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a {@link SessionStore} does, whatever servers are behind it. User names are random: tests share servers. */
public abstract class SessionStoreContract {

    private final String uid = "user-" + UUID.randomUUID();
    private final List<SessionStore> opened = new ArrayList<>();

    /** A builder with two central servers and a local one. */
    protected abstract SessionStoreBuilder builder();

    @AfterEach
    void close() {
        opened.forEach(SessionStore::close);
    }

    private SessionStore store() {
        return store(builder -> builder);
    }

    private SessionStore store(UnaryOperator<SessionStoreBuilder> options) {
        SessionStore store = options.apply(builder().principal("uid")).build();
        opened.add(store);
        return store;
    }

    @Test
    void a_created_session_is_found_by_every_node() {
        CreatedSession created = store().create(Map.of("uid", uid, "roles", List.of("user", "admin"), "n", 1));
        Session found = store().find(created.id()).orElseThrow();
        assertThat(found.attributes()).isEqualTo(created.session().attributes());
        assertThat(found.attributes())
                .containsEntry("uid", uid)
                .containsEntry("uid_MD5", Naming.md5Hex(uid))
                .containsEntry("roles", List.of("user", "admin"))
                .containsEntry("n", 1L);
        assertThat(found.principal()).contains(uid);
        assertThat(found.key()).isEqualTo(created.session().key());
    }

    @Test
    void an_unknown_id_is_a_miss() {
        assertThat(store().find(new SessionId("0123456789abcdef0123456789abcdef")))
                .isEmpty();
    }

    @Test
    void a_deleted_session_is_gone_and_deleting_again_is_no_error() {
        SessionStore store = store();
        SessionId id = store.create(Map.of("uid", uid)).id();
        assertThat(store.delete(id)).isTrue();
        assertThat(store.find(id)).isEmpty();
        assertThat(store.delete(id)).isFalse();
        assertThat(store.findByPrincipal(uid)).isEmpty();
    }

    @Test
    void an_update_changes_adds_and_removes_attributes() {
        SessionStore store = store();
        SessionId id =
                store.create(Map.of("uid", uid, "cn", "old", "gone", true)).id();
        Session updated = store.update(id, attributes -> {
                    attributes.put("cn", "new");
                    attributes.put("added", 1);
                    attributes.remove("gone");
                })
                .orElseThrow();
        assertThat(updated.attributes()).isEqualTo(store.find(id).orElseThrow().attributes());
        assertThat(updated.attributes())
                .containsEntry("cn", "new")
                .containsEntry("added", 1L)
                .doesNotContainKey("gone");
    }

    @Test
    void an_update_of_nothing_is_a_miss() {
        assertThat(store().update(new SessionId("f".repeat(32)), attributes -> attributes.put("a", 1)))
                .isEmpty();
    }

    @Test
    void concurrent_updates_lose_nothing() {
        SessionStore store = store();
        SessionId id = store.create(Map.of("uid", uid)).id();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        List<CompletableFuture<?>> updates = new ArrayList<>();
        IntStream.range(0, 32)
                .forEach(i -> updates.add(CompletableFuture.runAsync(
                        () -> store.update(id, attributes -> attributes.put("a" + i, i)), threads)));
        updates.forEach(CompletableFuture::join);
        threads.shutdown();
        Map<String, Object> attributes = store.find(id).orElseThrow().attributes();
        assertThat(IntStream.range(0, 32)).allMatch(i -> Long.valueOf(i).equals(attributes.get("a" + i)));
    }

    @Test
    void a_principal_finds_the_newest_session() {
        SessionStore store = store();
        store.create(Map.of("uid", uid));
        CreatedSession second = store.create(Map.of("uid", uid));
        assertThat(store.findByPrincipal(uid).map(Session::key))
                .contains(second.session().key());
        assertThat(store.findByPrincipal("nobody-" + uid)).isEmpty();
    }

    @Test
    void a_changed_principal_moves_its_reference() {
        SessionStore store = store();
        CreatedSession created = store.create(Map.of("uid", uid));
        store.update(created.id(), attributes -> attributes.put("uid", uid + "2"));
        assertThat(store.findByPrincipal(uid)).isEmpty();
        assertThat(store.findByPrincipal(uid + "2").map(Session::key))
                .contains(created.session().key());
        assertThat(store.find(created.id()).orElseThrow().attributes())
                .containsEntry("uid_MD5", Naming.md5Hex(uid + "2"));
        store.update(created.id(), attributes -> attributes.remove("uid"));
        assertThat(store.findByPrincipal(uid + "2")).isEmpty();
        assertThat(store.find(created.id()).orElseThrow().attributes()).isEmpty();
    }

    @Test
    void without_the_option_principal_nothing_is_found_by_it() {
        SessionStore store = builder().build();
        opened.add(store);
        assertThat(store.create(Map.of("uid", uid)).session().attributes()).containsOnlyKeys("uid");
        assertThatIllegalStateException().isThrownBy(() -> store.findByPrincipal(uid));
    }

    @Test
    void an_opened_session_is_booked_and_not_yet_a_session() {
        SessionStore store = store();
        NewSession opened = store.open();
        assertThat(store.find(opened.id())).isEmpty();
        assertThat(store.update(opened.id(), attributes -> attributes.put("a", 1)))
                .isEmpty();
        opened.save(Map.of("uid", uid));
        assertThat(store.find(opened.id()).orElseThrow().principal()).contains(uid);
        assertThat(store.findByPrincipal(uid)).isPresent();
        assertThatIllegalStateException().isThrownBy(() -> opened.save(Map.of("uid", uid)));
    }

    @Test
    void a_booking_that_was_deleted_cannot_be_saved() {
        SessionStore store = store();
        NewSession opened = store.open();
        assertThat(store.delete(opened.id())).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> opened.save(Map.of("uid", uid)));
        assertThat(store.find(opened.id())).isEmpty();
    }

    @Test
    void with_updateOnly_opening_books_nothing() {
        SessionStore store = store(builder -> builder.updateOnly(true));
        NewSession opened = store.open();
        assertThat(store.delete(opened.id())).as("nothing was written").isFalse();
        opened.save(Map.of("uid", uid));
        assertThat(store.find(opened.id())).isPresent();
        assertThatIllegalStateException().isThrownBy(() -> opened.save(Map.of("uid", uid)));
    }

    @Test
    void a_session_over_the_limit_is_refused_and_the_stored_one_stays() {
        SessionStore store = store(builder -> builder.maxValueSize(1_000));
        SessionId id = store.create(Map.of("uid", uid)).id();
        assertThatExceptionOfType(SessionTooLargeException.class)
                .isThrownBy(() -> store.update(id, attributes -> attributes.put("big", "x".repeat(1_000))))
                .withMessageContaining("1000")
                .withMessageContaining("maxValueSize");
        assertThat(store.find(id).orElseThrow().attributes()).doesNotContainKey("big");
        assertThatExceptionOfType(SessionTooLargeException.class)
                .isThrownBy(() -> store.create(Map.of("big", "x".repeat(1_000))));
    }

    @Test
    void the_default_limit_fits_into_a_server_with_default_settings() {
        SessionStore store = store();
        CreatedSession created = store.create(Map.of("big", "x".repeat(999_000)));
        assertThat(store.find(created.id()).orElseThrow().text("big").orElseThrow())
                .hasSize(999_000);
        assertThatExceptionOfType(SessionTooLargeException.class)
                .isThrownBy(() -> store.create(Map.of("big", "x".repeat(1_000_000))));
    }

    @Test
    void only_data_is_stored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().create(Map.of("order", Comparator.naturalOrder())))
                .withMessageContaining("'order'");
    }

    @Test
    void a_change_that_throws_leaves_the_session_as_it_was() {
        SessionStore store = store();
        Session before = store.create(Map.of("uid", uid, "cart", 1)).session();
        assertThatIllegalStateException()
                .isThrownBy(() -> store.update(before.key(), attributes -> {
                    attributes.put("cart", 2);
                    throw new IllegalStateException("the change's own");
                }))
                .withMessage("the change's own");
        assertThat(store.update(before.key(), attributes -> {}).orElseThrow().attributes())
                .containsEntry("cart", 1L);
    }

    /** Such as LDAP's uid of several values: no limit, no list and no sign-on would know whose session it is. */
    @Test
    void a_principal_that_is_neither_text_nor_number_is_refused() {
        SessionStore store = store();
        for (Object several : List.of(List.of(uid, uid + "2"), Map.of("name", uid), true)) {
            Map<String, Object> attributes = Map.of("uid", several);
            assertPrincipalIsRefused(() -> store.create(attributes));
            NewSession opened = store.open();
            assertPrincipalIsRefused(() -> opened.save(attributes));
            SessionId id = store.create(Map.of("uid", uid)).id();
            assertPrincipalIsRefused(() -> store.update(id, changed -> changed.putAll(attributes)));
            assertThat(store.find(id).orElseThrow().principal()).contains(uid);
        }
        assertThat(store.create(Map.of("uid", 7)).session().principal()).contains("7");
    }

    private void assertPrincipalIsRefused(ThrowingCallable call) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessageContaining("'uid'")
                .withMessageNotContaining(uid);
    }

    @Test
    void attributes_may_be_null_and_names_may_be_anything() {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("nothing", null);
        attributes.put("", "empty");
        attributes.put("ключ \" \n", "\u0000");
        SessionStore store = store();
        CreatedSession created = store.create(attributes);
        assertThat(store.find(created.id()).orElseThrow().attributes()).isEqualTo(attributes);
    }

    @Test
    void a_session_without_timeouts_stays() {
        SessionStore store = store(builder -> builder.timeout(Duration.ZERO).absoluteLifetime(Duration.ZERO));
        CreatedSession created = store.create(Map.of("uid", uid));
        assertThat(created.session().expiresAt()).isEmpty();
        assertThat(store.find(created.id())).isPresent();
    }

    @Test
    void a_timeout_of_over_thirty_days_is_kept() {
        SessionStore store =
                store(builder -> builder.timeout(Duration.ofDays(45)).absoluteLifetime(Duration.ZERO));
        CreatedSession created = store.create(Map.of("uid", uid));
        assertThat(store.find(created.id())).isPresent();
        assertThat(store.findByPrincipal(uid)).isPresent();
    }

    @Test
    void the_sessions_of_a_principal_are_listed_with_where_they_came_from() {
        SessionStore store = store();
        CreatedSession first = store.create(Map.of("uid", uid), new SessionClient("192.0.2.7", "Firefox"));
        LockSupport.parkNanos(Duration.ofMillis(2).toNanos()); // creation times are in milliseconds
        CreatedSession second = store.create(Map.of("uid", uid), new SessionClient("2001:db8::7", "x".repeat(500)));
        List<PrincipalSession> sessions = store().sessionsOf(uid);
        assertThat(sessions)
                .extracting(PrincipalSession::key)
                .containsExactly(first.session().key(), second.session().key());
        assertThat(sessions.get(0).client()).isEqualTo(new SessionClient("192.0.2.7", "Firefox"));
        assertThat(sessions.get(1).client().userAgent()).hasSize(200);
        assertThat(sessions.get(0).createdAt())
                .isEqualTo(first.session().createdAt().truncatedTo(ChronoUnit.MILLIS));
        assertThat(store.sessionsOf("nobody-" + uid)).isEmpty();
    }

    @Test
    void all_sessions_of_a_principal_can_be_ended_or_all_others() {
        SessionStore store = store();
        List<CreatedSession> created = IntStream.range(0, 4)
                .mapToObj(i -> store.create(Map.of("uid", uid)))
                .toList();
        SessionId stranger = store.create(Map.of("uid", uid + "2")).id();
        assertThat(store.deleteOthersOf(created.get(1).session())).isEqualTo(3);
        assertThat(store.find(created.get(0).id())).isEmpty();
        assertThat(store.find(created.get(1).id())).isPresent();
        assertThat(store.delete(created.get(2).session().key())).isFalse();
        assertThat(store.deleteAllOf(uid)).isEqualTo(1);
        assertThat(store.find(created.get(1).id())).isEmpty();
        assertThat(store.sessionsOf(uid)).isEmpty();
        assertThat(store.find(stranger)).isPresent();
    }

    @Test
    void the_limit_of_sessions_evicts_denies_or_notifies() {
        SessionStore evicting = store(builder -> builder.sessionLimit(2, SessionLimitPolicy.EVICT_OLDEST));
        CreatedSession oldest = createApart(evicting);
        createApart(evicting);
        CreatedSession third = createApart(evicting);
        assertThat(third.overLimit())
                .extracting(PrincipalSession::key)
                .containsExactly(oldest.session().key());
        assertThat(evicting.find(oldest.id())).isEmpty();
        assertThat(evicting.sessionsOf(uid)).hasSize(2);

        SessionStore denying = store(builder -> builder.sessionLimit(2, SessionLimitPolicy.DENY));
        assertThatExceptionOfType(SessionLimitException.class)
                .isThrownBy(() -> denying.create(Map.of("uid", uid)))
                .satisfies(e -> assertThat(e.limit()).isEqualTo(2));
        assertThat(denying.sessionsOf(uid)).hasSize(2);

        SessionStore notifying = store(builder -> builder.sessionLimit(2, SessionLimitPolicy.NOTIFY));
        assertThat(createApart(notifying).overLimit()).hasSize(1);
        assertThat(notifying.sessionsOf(uid)).hasSize(3);

        SessionStore allowing = store(builder -> builder.sessionLimit(2, SessionLimitPolicy.ALLOW));
        assertThat(createApart(allowing).overLimit()).isEmpty();
        assertThat(allowing.sessionsOf(uid)).hasSize(4);
    }

    private CreatedSession createApart(SessionStore store) {
        LockSupport.parkNanos(Duration.ofMillis(2).toNanos()); // creation times are in milliseconds
        return store.create(Map.of("uid", uid));
    }

    @Test
    void concurrent_logins_never_exceed_a_limit_that_denies() {
        SessionStore one = store(builder -> builder.sessionLimit(3, SessionLimitPolicy.DENY));
        SessionStore two = store(builder -> builder.sessionLimit(3, SessionLimitPolicy.DENY));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<CompletableFuture<Integer>> logins = IntStream.range(0, 32)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> logIn(i % 2 == 0 ? one : two), threads))
                .toList();
        int successes = logins.stream().mapToInt(CompletableFuture::join).sum();
        threads.shutdown();
        // Two that meet may deny each other; never is there one too many.
        assertThat(successes).isLessThanOrEqualTo(3);
        assertThat(one.sessionsOf(uid)).hasSize(successes);
    }

    private int logIn(SessionStore store) {
        try {
            store.create(Map.of("uid", uid));
            return 1;
        } catch (SessionLimitException e) {
            return 0;
        }
    }

    @Test
    void sixty_four_threads_that_log_one_user_in_and_out_leave_an_index_that_equals_the_live_sessions() {
        SessionStore one = store();
        SessionStore two = store();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        List<CompletableFuture<SessionKey>> left = IntStream.range(0, 64)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> logInAndOut(i % 2 == 0 ? one : two), threads))
                .toList();
        List<SessionKey> live = left.stream().map(CompletableFuture::join).toList();
        threads.shutdown();
        for (SessionStore store : List.of(one, two)) {
            assertThat(store.sessionsOf(uid))
                    .extracting(PrincipalSession::key)
                    .containsExactlyInAnyOrderElementsOf(live);
        }
    }

    /** Three logins, two logouts. */
    private SessionKey logInAndOut(SessionStore store) {
        store.delete(store.create(Map.of("uid", uid)).id());
        CreatedSession stays = store.create(Map.of("uid", uid));
        store.delete(store.create(Map.of("uid", uid)).id());
        return stays.session().key();
    }
}

package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.memorycached.session.tier.VersionedValue;

/**
 * The original's weak spots that a store can have, by their numbers in the design's list: each test fails on what the
 * original does.
 */
class WeakSpotsTest {

    private final Cluster cluster = new Cluster(1);
    private final Cluster.Node one = cluster.node("one");
    private final Cluster.Node two = cluster.node("two");

    @Test
    void weak_spot_1_a_logout_on_one_node_left_the_session_in_the_local_tier_of_every_other() {
        SessionId id = one.store.create(Map.of("uid", "dwho")).id();
        assertThat(two.store.find(id)).isPresent();
        one.store.delete(id);
        two.poll();
        assertThat(two.store.find(id)).isEmpty();
    }

    @Test
    void weak_spot_1_each_copy_back_started_the_timeout_afresh() {
        SessionId id = one.store.create(Map.of("uid", "dwho")).id();
        for (int i = 0; i < 40; i++) {
            two.poll();
            two.store.find(id);
            cluster.clock.advance(Duration.ofMinutes(1));
        }
        two.poll();
        assertThat(two.store.find(id)).as("read all the time, used never").isEmpty();
    }

    @Test
    void weak_spot_2_a_save_after_a_logout_brought_the_session_back() {
        SessionId id = one.store.create(Map.of("uid", "dwho")).id();
        cluster.central().beforeNext("swap", () -> two.store.delete(id));
        assertThat(one.store.update(id, attributes -> attributes.put("cn", "late")))
                .isEmpty();
        assertThat(one.store.find(id)).isEmpty();
        assertThat(two.store.find(id)).isEmpty();
    }

    @Test
    void weak_spot_3_ending_the_old_session_removed_the_reference_of_the_new_one() {
        SessionId old = one.store.create(Map.of("uid", "dwho")).id();
        CreatedSession current = one.store.create(Map.of("uid", "dwho"));
        one.store.delete(old);
        assertThat(one.store.findByPrincipal("dwho").map(Session::key))
                .contains(current.session().key());
    }

    @Test
    void weak_spot_3_a_login_between_the_check_and_the_removal_keeps_its_reference() {
        SessionId old = one.store.create(Map.of("uid", "dwho")).id();
        CreatedSession[] current = new CreatedSession[1];
        // the first delete removes the session; the one of the reference is interrupted by a login
        cluster.central()
                .beforeNext(
                        "delete",
                        () -> cluster.central()
                                .afterNext("get", () -> current[0] = two.store.create(Map.of("uid", "dwho"))));
        one.store.delete(old);
        assertThat(two.store.findByPrincipal("dwho").map(Session::key))
                .contains(current[0].session().key());
    }

    @Test
    void weak_spot_4_sessions_without_the_attribute_shared_the_reference_of_nothing() {
        one.store.create(Map.of("cn", "Somebody"));
        one.store.create(Map.of("uid", ""));
        assertThat(one.store.findByPrincipal("")).isEmpty();
        assertThat(cluster.memory().get(Naming.HASHED.reference(""))).isEmpty();
        assertThat(one.store.create(Map.of("uid", "")).session().attributes()).doesNotContainKey("uid_MD5");
    }

    @Test
    void weak_spot_5_a_cookie_could_name_a_reference() {
        one.store.create(Map.of("uid", "dwho"));
        SessionId forged = SessionId.parse(DigestUtils.md5Hex("dwho"))
                .orElseThrow(); // well-formed: 32 hex digits, as in the original
        assertThat(one.store.find(forged)).isEmpty();
        assertThat(one.observer.events).containsExactly("missed");
    }

    @Test
    void weak_spot_5_a_dump_of_memcached_gave_usable_cookies() {
        SessionId id = one.store.create(Map.of("uid", "dwho")).id();
        SessionKey key = Naming.HASHED.keyOf(id);
        one.store.find(id);
        assertThat(text(cluster.memory().get(Naming.HASHED.session(key)))).doesNotContain(id.value());
        assertThat(text(one.localMemory.get(Naming.copy(key)))).doesNotContain(id.value());
        assertThat(text(cluster.memory().get(Naming.HASHED.reference("dwho")))).isEqualTo(key.fingerprint());
        assertThat(Naming.HASHED.session(key)).doesNotContain(id.value());
    }

    @Test
    void weak_spot_6_ids_came_from_time_address_pid_and_a_weak_random() {
        SessionId id = one.store.create(Map.of()).id();
        assertThat(id.value()).matches("[0-9a-f]{32}");
        assertThat(id).isNotEqualTo(one.store.create(Map.of()).id());
        // a generator that always says the same, to see that ids come from nothing else
        assertThat(SessionId.random(new ConstantRandom()).value()).isEqualTo("2a".repeat(16));
    }

    @Test
    void weak_spot_6_a_cookie_reached_memcached_as_a_key() {
        assertThat(SessionId.parse("x".repeat(8_000))).isEmpty();
        assertThat(SessionId.parse("a b\r\nflush_all\r\n")).isEmpty();
    }

    @Test
    void weak_spot_7_a_server_that_is_down_was_taken_for_a_logout() {
        SessionId id = one.store.create(Map.of("uid", "dwho")).id();
        cluster.central().fail();
        assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> two.store.find(id));
        assertThatExceptionOfType(SessionUnavailableException.class)
                .isThrownBy(() -> two.store.update(id, attributes -> attributes.put("a", 1)));
        assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(() -> two.store.delete(id));
        assertThatExceptionOfType(SessionUnavailableException.class)
                .isThrownBy(() -> two.store.findByPrincipal("dwho"));
        cluster.central().heal();
        assertThat(two.store.find(id)).isPresent();
    }

    @Test
    void weak_spot_8_the_stored_session_outlived_the_logout() {
        SessionId id = one.store.create(Map.of("uid", "dwho")).id();
        one.store.delete(id);
        assertThat(cluster.memory().get(Naming.HASHED.session(Naming.HASHED.keyOf(id))))
                .isEmpty();
        assertThat(cluster.memory().get(Naming.HASHED.reference("dwho"))).isEmpty();
    }

    @Test
    void weak_spot_12_there_was_no_absolute_lifetime() {
        SessionId id = one.store.create(Map.of("uid", "dwho")).id();
        for (int i = 0; i < 23; i++) {
            cluster.clock.advance(Duration.ofMinutes(20));
            assertThat(one.store.update(id, attributes -> attributes.put("seen", "again")))
                    .isPresent();
        }
        cluster.clock.advance(Duration.ofMinutes(20));
        assertThat(one.store.find(id)).as("after eight hours").isEmpty();
        assertThat(one.store.update(id, attributes -> attributes.put("seen", "again")))
                .isEmpty();
    }

    @Test
    void weak_spot_13_a_read_elsewhere_could_overtake_a_write() {
        // create answers only when the server has confirmed: a reader that starts then, on another node, finds it
        cluster.central().fail();
        assertThatExceptionOfType(SessionUnavailableException.class)
                .isThrownBy(() -> one.store.create(Map.of("uid", "dwho")));
        cluster.central().heal();
        SessionId id = one.store.create(Map.of("uid", "dwho")).id();
        assertThat(two.store.find(id)).isPresent();
    }

    private static String text(Optional<VersionedValue> value) {
        return new String(value.orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    private static final class ConstantRandom extends SecureRandom {

        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 42);
        }
    }
}

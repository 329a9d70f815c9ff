package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.PerlSessions;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;
import org.memorycached.session.tier.Placement;

/** Real Perl and the store on the same sessions, over three real servers: each reads, changes and ends the other's. */
@RequiresRealMemcached
class PerlInteropTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final int SERVERS = 3;

    private static final List<MemcachedInstance> MEMCACHED = new ArrayList<>();
    private static SessionStore store;
    private static PerlSessions perl;

    private final String uid = "user-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        IntStream.range(0, SERVERS).forEach(i -> MEMCACHED.add(RealMemcached.start()));
        List<String> addresses =
                MEMCACHED.stream().map(MemcachedInstance::address).toList();
        store = SessionStore.builder()
                .servers(addresses)
                .timeout(TIMEOUT)
                .principal("uid")
                .perlCompatible(true)
                .build();
        perl = PerlSessions.start(addresses, TIMEOUT, "uid", false).orElse(null);
        assumeTrue(
                perl != null, "It needs perl with Cache::Memcached and Apache::Session: " + PerlSessions.HOW_TO_GET_IT);
    }

    @AfterAll
    static void end() {
        if (perl != null) {
            perl.close();
        }
        store.close();
        MEMCACHED.forEach(MemcachedInstance::close);
    }

    @Test
    void java_reads_changes_and_ends_sessions_that_perl_created() {
        for (int i = 0; i < 30; i++) { // over all servers
            SessionId id = new SessionId(perl.create(Map.of("uid", uid, "cn", "Doctor Who €", "n", i)));
            Session read = store.find(id).orElseThrow();
            assertThat(read.principal()).contains(uid);
            assertThat(read.attributes())
                    .containsEntry("n", (long) i)
                    .containsEntry("uid_MD5", DigestUtils.md5Hex(uid));

            store.update(id, attributes -> attributes.put("cart", 3)).orElseThrow();
            assertThat(perl.read(id.value()).orElseThrow())
                    .containsEntry("cart", 3)
                    .containsEntry("cn", "Doctor Who €")
                    .containsEntry("n", i);

            assertThat(store.delete(id)).isTrue();
            assertThat(perl.read(id.value())).isEmpty();
            assertThat(perl.findByPrincipal(uid)).isEmpty();
        }
    }

    @Test
    void perl_reads_changes_and_ends_sessions_that_java_created() {
        for (int i = 0; i < 30; i++) {
            CreatedSession created = store.create(Map.of("uid", uid, "roles", List.of("user", "admin"), "n", i));
            String id = created.id().value();
            assertThat(perl.findByPrincipal(uid)).contains(id);
            assertThat(perl.read(id).orElseThrow())
                    .containsEntry("uid", uid)
                    .containsEntry("roles", List.of("user", "admin"))
                    .containsEntry("n", i);

            assertThat(perl.change(id, Map.of("cn", "Rose"))).isTrue();
            assertThat(store.findByPrincipal(uid).orElseThrow().text("cn")).contains("Rose");

            assertThat(perl.delete(id)).isTrue();
            assertThat(store.findByPrincipal(uid)).isEmpty();
            assertThat(store.update(created.id(), attributes -> attributes.put("late", 1)))
                    .as("a save after a logout in Perl")
                    .isEmpty();
        }
    }

    @Test
    void what_perl_ends_java_forgets_within_the_age_of_a_copy_that_is_chosen_short_for_mixed_fleets() {
        CreatedSession created = store.create(Map.of("uid", uid));
        assertThat(store.find(created.id())).isPresent();
        perl.delete(created.id().value());
        await().atMost(Duration.ofSeconds(6))
                .untilAsserted(() -> assertThat(store.find(created.id())).isEmpty());
    }

    @Test
    void a_session_of_perls_is_in_the_list_of_its_users_sessions() {
        CreatedSession javas = store.create(Map.of("uid", uid));
        String perls = perl.create(Map.of("uid", uid));
        assertThat(store.sessionsOf(uid).stream().map(found -> found.key().fingerprint()))
                .containsExactlyInAnyOrder(javas.session().key().fingerprint(), DigestUtils.sha256Hex(perls));
        assertThat(store.deleteAllOf(uid)).isEqualTo(2);
        assertThat(perl.read(perls)).isEmpty();
    }

    @Test
    void a_booking_of_one_is_no_session_of_the_other() {
        SessionId perls = new SessionId(perl.book());
        assertThat(store.find(perls)).isEmpty();
        NewSession javas = store.open();
        assertThat(perl.read(javas.id().value()).orElseThrow()).containsOnlyKeys("_session_id");
        javas.save(Map.of("uid", uid));
        assertThat(perl.read(javas.id().value()).orElseThrow()).containsEntry("uid", uid);
    }

    @Test
    void a_reference_is_never_served_as_a_session() {
        perl.create(Map.of("uid", uid));
        SessionId forged = new SessionId(DigestUtils.md5Hex(uid));
        assertThat(store.find(forged)).isEmpty();
        assertThat(store.delete(forged)).isFalse();
        assertThat(perl.findByPrincipal(uid)).isPresent();
    }

    @Test
    void keys_are_where_perl_looks_for_them() {
        Placement placement = Placement.crc32Modulo(SERVERS);
        Stream.generate(() -> DigestUtils.md5Hex(UUID.randomUUID().toString()))
                .limit(300)
                .forEach(key -> assertThat(placement.of(key, 1)[0]).isEqualTo(perl.serverOf(key)));
    }

    @Test
    void encryption_and_copies_are_refused_as_perl_knows_neither() {
        SessionStoreBuilder two = SessionStore.builder()
                .servers("a:1", "b:1")
                .perlCompatible(true)
                .copies(2);
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(two::build)
                .withMessageContaining("copies");
    }
}

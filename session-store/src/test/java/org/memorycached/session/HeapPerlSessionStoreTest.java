package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.ServerAddress;

/** The contract in Perl mode, and what that mode must not do although sessions and references share their names. */
class HeapPerlSessionStoreTest extends SessionStoreContract {

    private final Map<ServerAddress, HeapCacheServer> servers = new ConcurrentHashMap<>();

    @Override
    protected SessionStoreBuilder builder() {
        return SessionStore.builder()
                .servers("central1:11211", "central2:11211")
                .local("local:11211")
                .perlCompatible(true)
                .connector(address ->
                        servers.computeIfAbsent(address, a -> new HeapCacheServer(a.toString(), Clock.systemUTC())));
    }

    @Test
    void weak_spot_5_a_cookie_that_names_a_reference_finds_changes_and_deletes_nothing() {
        try (SessionStore store = builder().principal("uid").build()) {
            CreatedSession login = store.create(Map.of("uid", "dwho"));
            SessionId forged = SessionId.parse(DigestUtils.md5Hex("dwho")).orElseThrow();

            assertThat(store.find(forged)).isEmpty();
            assertThat(store.update(forged, attributes -> attributes.put("a", 1)))
                    .isEmpty();
            assertThat(store.delete(forged)).isFalse();

            assertThat(store.findByPrincipal("dwho").map(Session::key))
                    .contains(login.session().key());
        }
    }

    @Test
    void the_reference_is_the_originals() {
        try (SessionStore store = builder().principal("uid").build()) {
            CreatedSession login = store.create(Map.of("uid", "dwho"));
            assertThat(servers.values())
                    .anySatisfy(server -> assertThat(server.get(DigestUtils.md5Hex("dwho")))
                            .hasValueSatisfying(value -> {
                                assertThat(new String(value.bytes(), StandardCharsets.US_ASCII))
                                        .isEqualTo(login.id().value());
                                assertThat(value.flags()).isZero();
                            }));
        }
    }

    @Test
    void what_people_see_of_a_session_is_not_its_id() {
        try (SessionStore store = builder().principal("uid").build()) {
            CreatedSession login = store.create(Map.of("uid", "dwho"));
            assertThat(login.session().toString()).doesNotContain(login.id().value());
            assertThat(login.session().key().fingerprint())
                    .isEqualTo(DigestUtils.sha256Hex(login.id().value()));
        }
    }
}

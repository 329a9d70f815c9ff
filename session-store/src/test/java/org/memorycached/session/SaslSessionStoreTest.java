package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.memorycached.session.testing.SaslMemcached;

/** Two central servers and a local one that ask for a user name and a password: the whole contract, and losing one. */
class SaslSessionStoreTest extends SessionStoreContract {

    private static final Duration SOON = Duration.ofSeconds(5);

    private static SaslMemcached central1;
    private static SaslMemcached central2;
    private static SaslMemcached local;

    @BeforeAll
    static void start() {
        SaslMemcached.assume();
        central1 = SaslMemcached.start();
        central2 = SaslMemcached.start();
        local = SaslMemcached.start();
    }

    @AfterAll
    static void stop() {
        if (local != null) {
            central1.close();
            central2.close();
            local.close();
        }
    }

    @Override
    protected SessionStoreBuilder builder() {
        return SessionStore.builder()
                .servers(central1.address(), central2.address())
                .local(local.address())
                .sasl(SaslMemcached.USERNAME, SaslMemcached.PASSWORD)
                .localSasl(SaslMemcached.USERNAME, SaslMemcached.PASSWORD);
    }

    @Test
    void a_central_server_that_was_killed_is_signed_in_to_again() {
        try (SessionStore store = builder().principal("uid").build()) {
            SessionId id = store.create(Map.of("uid", "dwho")).id();
            central1.kill();
            assertThat(store.find(id)).isPresent();
            central1.restart();
            await().atMost(SOON).until(() -> store.status().central().stream().allMatch(StoreStatus.Central::answers));
            await().atMost(Duration.ofSeconds(15)) // for it is looked through twice, three seconds apart
                    .until(() -> store.status().central().stream().allMatch(StoreStatus.Central::complete));
            assertThat(store.status().local()).allMatch(StoreStatus.Local::answers);
        }
    }

    @Test
    void a_logout_reaches_a_node_that_follows_the_feeds() {
        try (SessionStore portal = builder().build();
                SessionStore app = builder().build()) {
            SessionId id = portal.create(Map.of("uid", "dwho")).id();
            assertThat(app.find(id)).isPresent();
            portal.delete(id);
            await().atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(app.find(id)).isEmpty());
        }
    }
}

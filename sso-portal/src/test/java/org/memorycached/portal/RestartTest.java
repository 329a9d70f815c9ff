package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A portal that has seen nobody since it was started with another configuration. */
@PortalTest
class RestartTest {

    @Autowired
    private SessionStore store;

    @Autowired
    @Qualifier("roleRefresh")
    private Runnable refresh;

    @DynamicPropertySource
    static void users(DynamicPropertyRegistry properties) {
        CheapUsers.register(properties);
    }

    @Test
    void whoWasDisabledIsSignedOutAndOthersHaveTheRolesOfToday() {
        SessionId disabled = signedInBefore("gone");
        SessionId other = signedInBefore("dwho");

        refresh.run();

        assertThat(store.find(disabled)).isEmpty();
        assertThat(store.find(other).orElseThrow().attributes()).containsEntry("roles", List.of("user"));
    }

    private SessionId signedInBefore(String uid) {
        return store.create(Map.of("uid", uid, "cn", uid, "mail", "", "roles", List.of("user", "admin")))
                .id();
    }
}

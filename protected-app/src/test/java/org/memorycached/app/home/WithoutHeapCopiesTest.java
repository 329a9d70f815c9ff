package org.memorycached.app.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.session.SessionId;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Each level can be switched off: without copies in the heap the local tier answers. */
@ApplicationTest
@TestPropertySource(properties = "session-store.heap-copies=0")
class WithoutHeapCopiesTest {

    @Autowired
    Browser browser;

    @Test
    void the_second_view_is_answered_by_the_local_tier() {
        SessionId id = browser.signInAsUser();
        await().untilAsserted(() ->
                assertThat(browser.open("/").as(id).get().is(200).text("tier")).isEqualTo("local tier"));
    }
}

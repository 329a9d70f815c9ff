package org.memorycached.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.Page;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class AdminPageTest {

    @Autowired
    Browser browser;

    @Test
    void is_open_to_an_administrator() {
        Page page =
                browser.open("/admin").as(browser.signInAsAdministrator()).get().is(200);
        assertThat(page.text("signed-in-as")).isEqualTo("Rose Tyler (rtyler)");
    }

    @Test
    void is_closed_to_others_and_says_to_whom_and_what_now() {
        Page page = browser.open("/admin").as(browser.signInAsUser()).get().is(403);
        assertThat(page.text("message")).contains("Doctor Who (dwho)");
        assertThat(page.body())
                .contains("<title>Not allowed · Application 1</title>")
                .contains("href=\"/\"", "href=\"http://portal.sso.localhost:8080/logout\"");
        assertThat(page.header("Cache-Control")).contains("no-store");
    }

    @Test
    void shows_administrators_how_the_session_store_is() {
        browser.open("/actuator/sessionstore").as(browser.signInAsUser()).get().is(403);
        Page status = browser.open("/actuator/sessionstore")
                .as(browser.signInAsAdministrator())
                .header("Accept", "application/json")
                .get()
                .is(200);
        assertThat(status.json().get("central")).hasSize(2);
        assertThat(status.json().get("central").get(0).get("feed").has("leaseLeft"))
                .isTrue();
        browser.open("/actuator/metrics/session.store.feed.lag")
                .as(browser.signInAsAdministrator())
                .header("Accept", "application/json")
                .get()
                .is(200);
    }

    @Test
    void is_closed_below_too() {
        browser.open("/admin/anything").as(browser.signInAsUser()).get().is(403);
        browser.open("/admin/anything")
                .as(browser.signInAsAdministrator())
                .get()
                .is(404);
    }

    @Test
    void a_script_is_refused_in_json() {
        Page page = browser.open("/admin")
                .as(browser.signInAsUser())
                .header("Accept", "application/json")
                .get()
                .is(403);
        assertThat(page.json().get("status").asInt()).isEqualTo(403);
    }

    @Test
    void a_role_that_only_looks_like_it_is_none() {
        for (String role : List.of("administrator", "ROLE_ADMIN", "admin ", "user,admin")) {
            browser.open("/admin")
                    .as(browser.signInAs(Map.of("uid", "dwho", "roles", List.of(role))))
                    .get()
                    .is(403);
        }
    }

    @Test
    void nobody_is_asked_to_sign_in_first() {
        Page page = browser.open("/admin").get().is(302);
        assertThat(page.returnUrl()).isEqualTo(browser.origin() + "/admin");
    }
}

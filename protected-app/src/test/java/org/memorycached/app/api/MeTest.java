package org.memorycached.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.Page;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApplicationTest
class MeTest {

    @Autowired
    Browser browser;

    @Test
    void says_who_asks_and_how_it_knows() {
        JsonNode me = browser.open("/api/me")
                .as(browser.signInAsAdministrator())
                .header("Accept", "application/json")
                .get()
                .is(200)
                .json();
        assertThat(me.get("name").asString()).isEqualTo("rtyler");
        assertThat(me.get("roles")).extracting(JsonNode::asString).containsExactly("user", "admin");
        assertThat(me.get("attributes").get("cn").asString()).isEqualTo("Rose Tyler");
        assertThat(me.get("answeredBy").asString()).isIn("heap", "local", "central");
        assertThat(me.get("micros").isIntegralNumber()).isTrue();
        assertThat(Duration.parse(me.get("copyAge").asString())).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void is_not_kept_by_caches() {
        Page page = browser.open("/api/me").as(browser.signInAsUser()).get().is(200);
        assertThat(page.header("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource({
        "Accept, application/json",
        "X-Requested-With, XMLHttpRequest",
        "Sec-Fetch-Mode, cors",
        "Sec-Fetch-Mode, same-origin",
    })
    void a_script_of_nobody_is_told_where_to_sign_in(String header, String value) {
        Page page = browser.open("/api/me?x=1").header(header, value).get().is(401);
        assertThat(page.json().get("error").asString()).isEqualTo("not_signed_in");
        assertThat(Page.returnUrl(page.json().get("loginUrl").asString())).isEqualTo(browser.origin() + "/");
        assertThat(page.header("Location")).isEmpty();
        assertThat(page.header("WWW-Authenticate")).isNotEmpty();
        assertThat(page.header("Cache-Control")).contains("no-store");
    }

    @Test
    void a_script_comes_back_to_the_page_it_runs_in() {
        Page page = browser.open("/api/me")
                .header("X-Requested-With", "XMLHttpRequest")
                .header("Referer", browser.origin() + "/page?tab=2")
                .get()
                .is(401);
        assertThat(Page.returnUrl(page.json().get("loginUrl").asString())).isEqualTo(browser.origin() + "/page?tab=2");
    }

    @Test
    void a_browser_of_nobody_is_redirected() {
        assertThat(browser.open("/api/me").get().is(302).returnUrl()).isEqualTo(browser.origin() + "/api/me");
    }
}

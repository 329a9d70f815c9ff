package org.memorycached.app.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.CacheServers;
import org.memorycached.app.testing.Page;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class GateTest {

    @Autowired
    Browser browser;

    @Autowired
    CacheServers servers;

    @Autowired
    SessionStore store;

    @AfterEach
    void heal() {
        servers.heal();
    }

    @Test
    void tells_a_proxy_who_it_is() {
        Page page =
                browser.open("/auth").as(browser.signInAsAdministrator()).get().is(204);
        assertThat(page.header("Auth-User")).isEqualTo("rtyler");
        assertThat(page.header("Auth-Name")).isEqualTo("Rose%20Tyler");
        assertThat(page.header("Auth-Roles")).isEqualTo("user,admin");
        assertThat(page.header("Auth-Mail")).as("no mail, no header").isEmpty();
        assertThat(page.header("Auth-Token")).as("no key, no token").isEmpty();
        assertThat(page.header("Cache-Control")).contains("no-store");
    }

    @Test
    void nobody_is_told_where_to_sign_in_and_no_more() {
        Page page = browser.open("/auth")
                .header("X-Original-URL", "http://app.example.com/a?b=c%20d")
                .header("Auth-User", "rtyler")
                .get()
                .is(401);
        assertThat(page.returnUrl()).isEqualTo("http://app.example.com/a?b=c%20d");
        assertThat(page.header("WWW-Authenticate")).isNotEmpty();
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("Auth-User")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "/relative", "http://a b", "", "ftp://a"})
    void what_is_no_url_is_no_way_back(String url) {
        assertThat(browser.open("/auth")
                        .header("X-Original-URL", url)
                        .get()
                        .is(401)
                        .header("Location"))
                .isEqualTo("http://portal.sso.localhost:8080/login?op=c");
    }

    @Test
    void a_way_back_that_is_longer_than_an_answer_may_be_is_left_out() {
        String url = "/" + "a".repeat(12_000);
        assertThat(browser.open(url).get().is(302).header("Location"))
                .isEqualTo("http://portal.sso.localhost:8080/login?op=c");
    }

    @Test
    void a_session_that_ended_is_nobody() {
        SessionId id = browser.signInAsUser();
        store.delete(id);
        assertThat(browser.open("/auth").as(id).get().is(401).header("Location"))
                .contains("op=t");
    }

    @Test
    void an_outage_is_503_and_nobodys_identity() {
        SessionId id = browser.signInAsUser();
        servers.takeCentralTierDown();
        Page page = await().until(() -> browser.open("/auth").as(id).get(), answer -> answer.status() != 204);
        page.is(503);
        assertThat(page.header("Retry-After")).isEqualTo("2");
        assertThat(page.header("Auth-User") + page.header("Location")).isEmpty();
    }

    /** A directory that somebody else fills in cannot add a header, or become another user's. */
    @Test
    void values_cannot_split_a_header() {
        Page page = browser.open("/auth")
                .as(browser.signInAs(Map.of(
                        "uid",
                        "dwho",
                        "cn",
                        "D\r\nAuth-Roles: admin\r\n\r\n<b>",
                        "mail",
                        "zoë@exämple.com",
                        "roles",
                        List.of("user", "x,admin"))))
                .get()
                .is(204);
        assertThat(page.header("Auth-Name")).isEqualTo("D%0D%0AAuth-Roles%3A%20admin%0D%0A%0D%0A%3Cb%3E");
        assertThat(page.header("Auth-Mail")).isEqualTo("zo%C3%AB@ex%C3%A4mple.com");
        assertThat(page.response().headers().allValues("Auth-Roles")).containsExactly("user,x%2Cadmin");
    }

    @Test
    void without_keys_none_are_published() {
        browser.open("/.well-known/jwks.json").get().is(404);
    }
}

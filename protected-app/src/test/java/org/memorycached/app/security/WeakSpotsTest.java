package org.memorycached.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.CacheServers;
import org.memorycached.app.testing.Page;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The original's weak spots that an application's handler has, by their numbers in the design's list: each test fails
 * on what the original does.
 */
@ApplicationTest
class WeakSpotsTest {

    private static final String KEYS = "feed:(head|\\d+)|tier:(state:[0-9a-f]{32}|missed:central[12]:11211)"
            + "|(session|copy):[0-9a-f]{64}|(principal|sessions):[0-9a-f]{32}|probe";

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
    void weak_spot_1_a_session_that_was_ended_elsewhere_went_on_here() {
        SessionId id = browser.signInAsUser();
        await().until(() -> browser.open("/").as(id).get().text("tier").equals("heap copy"));
        store.delete(id);
        await().untilAsserted(() -> browser.open("/").as(id).get().is(302));
    }

    @Test
    void weak_spot_5_the_md5_of_a_uid_told_who_is_online_or_crashed_the_handler() {
        browser.signInAsUser();
        Page online = browser.open("/").cookie(DigestUtils.md5Hex("dwho")).get().is(302);
        assertThat(servers.sessionKeys()).isNotEmpty().noneMatch(key -> key.startsWith("principal:"));
        Page offline =
                browser.open("/").cookie(DigestUtils.md5Hex("nobody")).get().is(302);
        assertThat(online.header("Location")).isEqualTo(offline.header("Location"));
    }

    @ParameterizedTest
    @MethodSource("forged")
    void weak_spot_6_a_cookies_value_reached_memcached_as_a_key_or_raised_an_error(String value) {
        browser.signInAsUser();
        Page page = browser.open("/").cookie(value).get().is(302);
        assertThat(page.header("Location")).contains("op=t");
        assertThat(servers.keys()).allMatch(key -> key.matches(KEYS));
        if (SessionId.parse(value).isEmpty()) {
            assertThat(servers.sessionKeys()).isEmpty();
        }
    }

    static Stream<String> forged() {
        return Stream.of(
                "0123456789abcdef0123456789abcdef",
                "0123456789ABCDEF0123456789ABCDEF",
                "00000000000000000000000000000000",
                "feed:head",
                "session:0123456789abcdef0123456789abcdef",
                DigestUtils.sha256Hex("dwho"),
                "%0d%0aflush_all%0d%0a",
                "\"quoted",
                "../../etc/passwd",
                "\u00fc",
                "null",
                "",
                "a".repeat(251),
                "a".repeat(8192));
    }

    @Test
    void weak_spot_7_an_outage_was_taken_for_logged_out_and_users_went_round_in_a_loop() {
        SessionId id = browser.signInAsUser();
        servers.takeCentralTierDown();
        Page page = await().until(() -> browser.open("/?a=b").as(id).get(), answer -> answer.status() != 200);
        page.is(503);
        assertThat(page.header("Retry-After")).isEqualTo("2");
        assertThat(page.header("Location")).isEmpty();
        assertThat(page.header("Set-Cookie")).isEmpty();
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.text("message")).contains("do not answer", "have not been signed out");
        assertThat(page.body()).contains("<a class=\"button\" href=\"\">").doesNotContain("down, says the test");
        servers.heal();
        await().untilAsserted(() -> browser.open("/?a=b").as(id).get().is(200));
    }

    @Test
    void weak_spot_7_a_script_is_told_of_an_outage_in_json() {
        SessionId id = browser.signInAsUser();
        servers.takeCentralTierDown();
        await().untilAsserted(() -> {
            Page page = browser.open("/api/me")
                    .as(id)
                    .header("Accept", "application/json")
                    .get()
                    .is(503);
            assertThat(page.header("Retry-After")).isEqualTo("2");
            assertThat(page.json().get("status").asInt()).isEqualTo(503);
            assertThat(page.json().has("message")).isFalse();
        });
    }

    @Test
    void weak_spot_7_a_stranger_can_go_and_sign_in_during_an_outage() {
        servers.takeCentralTierDown();
        browser.open("/").get().is(302);
        browser.open("/").cookie("junk").get().is(302);
    }
}

package org.memorycached.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.e2e.environment.Browser;
import org.memorycached.e2e.environment.PlainHttp;
import org.memorycached.e2e.environment.SsoEnvironment;
import org.memorycached.e2e.pages.Application;
import org.memorycached.e2e.pages.ApplicationPage;
import org.memorycached.e2e.pages.LoginPage;
import org.memorycached.e2e.pages.Portal;
import org.openqa.selenium.Cookie;

/** The story of single sign-on, in a browser with a new profile for each test; where it runs, a subclass says. */
abstract class SingleSignOnStory {

    /** Within this time a logout reaches every application: the store's promise. */
    private static final Duration LEASE = Duration.ofSeconds(1);

    private static final String PAGE = "/?first=1&second=a%20b%2Bc";

    private final PlainHttp http = new PlainHttp();

    private SsoEnvironment sso;
    private Browser browser;

    /** The environment, started once. */
    abstract SsoEnvironment environment();

    @BeforeEach
    void useEnvironment() {
        sso = environment();
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Opened by the first test step that needs one. */
    private Browser browser() {
        if (browser == null) {
            browser = Browser.start();
        }
        return browser;
    }

    private Portal portal() {
        return new Portal(browser().driver(), sso.portal());
    }

    private Application app1() {
        return new Application(browser().driver(), sso.app1());
    }

    private Application app2() {
        return new Application(browser().driver(), sso.app2());
    }

    @Test
    void signing_in_once_is_enough_and_signing_out_ends_it_everywhere() {
        LoginPage login = app1().openSignedOut(PAGE);
        assertThat(login.isShown()).isTrue();
        assertThat(login.url()).startsWith(sso.portal().toString());

        ApplicationPage first = login.signInToReturnAs("dwho");
        assertThat(first.url()).isEqualTo(sso.app1() + PAGE);
        assertThat(first.signedInAs()).contains("dwho");
        assertThat(first.attributes()).contains("dwho");

        assertThat(app2().open("/").signedInAs())
                .as("application 2 did not ask")
                .contains("dwho");

        await().untilAsserted(() -> assertThat(app1().open("/").answeredBy()).isEqualTo("local tier"));
        assertThat(app1().open("/").reload().answeredBy()).isEqualTo("local tier");

        ApplicationPage forbidden = app1().open("/admin");
        assertThat(forbidden.text()).contains("Not allowed");
        assertThat(status(sso.app1(), "/admin")).isEqualTo(403);

        String id = browser().sessionCookie().orElseThrow().getValue();
        assertThat(sso.hasStored(id)).isTrue();
        LoginPage signedOut = portal().menu().signOut();
        assertThat(signedOut.message()).contains("signed out");
        assertThat(sso.hasStored(id)).as("memcached still has the session").isFalse();
        await().atMost(LEASE)
                .untilAsserted(
                        () -> assertThat(statusWithCookie(sso.app1(), id)).isEqualTo(302));
        await().atMost(LEASE)
                .untilAsserted(
                        () -> assertThat(statusWithCookie(sso.app2(), id)).isEqualTo(302));
        assertThat(app1().openSignedOut("/").isShown()).isTrue();
        assertThat(app2().openSignedOut("/").isShown()).isTrue();
    }

    @Test
    void an_administrator_gets_in_and_signs_out_from_the_application() {
        ApplicationPage admin = app2().openSignedOut("/admin").signInToReturnAs("rtyler");
        assertThat(admin.url()).isEqualTo(sso.app2() + "/admin");
        assertThat(status(sso.app2(), "/admin")).isEqualTo(200);
        LoginPage signedOut = app2().open("/").signOut();
        assertThat(signedOut.message()).contains("signed out");
        assertThat(browser().sessionCookie()).isEmpty();
    }

    @Test
    void the_menu_lists_the_applications_and_who_is_signed_in_is_not_asked_again() {
        assertThat(portal().open().signInAs("msmith").signedInAs()).contains("msmith");
        assertThat(portal().menu().applications()).anyMatch(link -> link.startsWith(sso.app1() + "/"));
        assertThat(portal().menu().applications()).anyMatch(link -> link.startsWith(sso.app2() + "/"));
        portal().openWithReturnUrl(base64url(sso.app2() + PAGE));
        assertThat(browser().driver().getCurrentUrl()).isEqualTo(sso.app2() + PAGE);
    }

    @Test
    void a_wrong_password_and_an_unknown_user_get_the_same_answer() {
        String wrongPassword =
                portal().open().signInWrongly("dwho", "exterminate").error();
        String unknownUser = portal().open().signInWrongly("davros", "davros").error();
        assertThat(wrongPassword).isNotBlank().isEqualTo(unknownUser);
        assertThat(browser().sessionCookie()).isEmpty();
    }

    @Test
    void a_wrong_password_does_not_lose_the_way_back() {
        LoginPage again = app1().openSignedOut(PAGE).signInWrongly("dwho", "exterminate");
        assertThat(again.signInToReturnAs("dwho").url()).isEqualTo(sso.app1() + PAGE);
    }

    @Test
    void every_login_gets_a_new_id() {
        portal().open().signInAs("dwho");
        String first = browser().sessionCookie().orElseThrow().getValue();
        portal().menu().signOut().signInAs("dwho");
        String second = browser().sessionCookie().orElseThrow().getValue();
        assertThat(second).isNotEqualTo(first).matches("[0-9a-f]{32,}");
        assertThat(statusWithCookie(sso.app1(), first)).isEqualTo(302);
    }

    @Test
    void a_cookie_planted_before_the_login_is_worthless_after_it() {
        portal().open();
        String planted = "0123456789abcdef0123456789abcdef";
        browser()
                .driver()
                .manage()
                .addCookie(new Cookie.Builder("sso_session", planted)
                        .domain("sso.localhost")
                        .path("/")
                        .build());
        portal().open().signInAs("dwho");
        assertThat(browser().sessionCookie().orElseThrow().getValue()).isNotEqualTo(planted);
        assertThat(statusWithCookie(sso.app1(), planted)).isEqualTo(302);
    }

    @Test
    void the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
        portal().open().signInAs("dwho");
        Cookie cookie = browser().sessionCookie().orElseThrow();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getDomain()).isIn("sso.localhost", ".sso.localhost");
        assertThat(cookie.getPath()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/",
                "//evil.example/",
                "https:evil.example",
                "javascript:alert(1)",
                "http://app1().sso.localhost.evil.example/",
                "http://app1().sso.localhost@evil.example/",
                "http://portal().sso.localhost\\@evil.example/",
                "/\\evil.example"
            })
    void nobody_is_sent_to_a_place_that_is_not_registered(String evil) {
        portal().openWithReturnUrl(base64url(evil)).signInAs("dwho");
        assertThat(browser().driver().getCurrentUrl()).isEqualTo(sso.portal() + "/");
    }

    @Test
    void what_only_begins_like_a_registered_address_is_none() {
        for (String rest : List.of("@evil.example/", ".evil.example/", "0/")) {
            HttpResponse<String> form = http.get(sso.portal(), "/login?op=c&url=" + base64url(sso.app1() + rest));
            assertThat(form.statusCode()).isEqualTo(200);
            assertThat(form.body()).as(rest).doesNotContain("to go on to");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcdef",
                "d41d8cd98f00b204e9800998ecf8427e",
                "x",
                "",
                "%0d%0aflush_all",
                "../../etc/passwd",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void a_forged_cookie_is_no_session(String value) {
        assertThat(statusWithCookie(sso.app1(), value)).isEqualTo(302);
        assertThat(statusWithCookie(sso.portal(), value)).isEqualTo(302);
    }

    @Test
    void a_cookie_of_8_KB_is_refused_without_an_error_of_the_server() {
        assertThat(statusWithCookie(sso.app1(), "a".repeat(6 * 1024))).isEqualTo(302);
        assertThat(statusWithCookie(sso.app1(), "a".repeat(8 * 1024))).isBetween(302, 499);
        assertThat(statusWithCookie(sso.app1(), "a".repeat(64 * 1024))).isBetween(302, 499);
    }

    @Test
    void a_script_is_told_where_to_sign_in() {
        HttpResponse<String> answer = http.get(sso.app1(), "/api/me", "Accept", "application/json");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"loginUrl\":\"" + sso.portal() + "/login");
        assertThat(http.get(sso.app1(), "/api/me", "X-Requested-With", "XMLHttpRequest")
                        .statusCode())
                .isEqualTo(401);
    }

    private int status(URI application, String path) {
        String id = browser().sessionCookie().orElseThrow().getValue();
        return http.get(application, path, "Cookie", "sso_session=" + id).statusCode();
    }

    private int statusWithCookie(URI application, String value) {
        return http.get(application, "/", "Cookie", "sso_session=" + value).statusCode();
    }

    private static String base64url(String url) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.UTF_8));
    }
}

package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The original takes an outage for "logged out". Here it is told as what it is, and nothing is lost by it. */
@PortalTest
class OutageTest {

    /** {@code http://app1.sso.localhost:8081/x}. */
    private static final String WAY_BACK = "aHR0cDovL2FwcDEuc3NvLmxvY2FsaG9zdDo4MDgxL3g";

    @Autowired
    private SwitchableServers servers;

    @LocalServerPort
    private int port;

    private Browser browser;

    @BeforeEach
    void openBrowser() {
        browser = new Browser(port);
    }

    @AfterEach
    void switchOn() {
        servers.switchOn();
    }

    @Test
    void weakSpot7_whoMayBeSignedInIsNeverAskedToSignIn() {
        browser.signIn("dwho", "dwho");
        servers.switchOff();
        // While the lease holds a copy answers as ever.
        await().until(() -> browser.get("/").statusCode() != 200);

        for (String path : new String[] {"/", "/login", "/login?op=c&url=" + WAY_BACK, "/nowhere"}) {
            HttpResponse<String> answer = browser.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).as(path).isPresent();
            assertThat(answer.body())
                    .contains("You have not been signed out")
                    .doesNotContain("id=\"password\"", "Exception");
        }
        servers.switchOn();
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void signingInSaysThatItIsNotTheUsersFaultAndKeepsWhatTheyWrote() {
        browser.get("/login?op=c&url=" + WAY_BACK);
        servers.switchOff();

        assertSignInIsNotPossible(browser.submit("/login", Map.of("username", "dwho", "password", "dwho")));
        assertThat(browser.has(Browser.SESSION)).isFalse();

        servers.switchOn();
        assertThat(Browser.location(browser.submit("/login", Map.of("username", "dwho", "password", "dwho"))))
                .isEqualTo("http://app1.sso.localhost:8081/x");
    }

    @Test
    void signingInWithAnOldCookieSaysTheSame() {
        browser.plant(Browser.SESSION, "0123456789abcdef0123456789abcdef");
        browser.get("/login?op=t&url=" + WAY_BACK);
        servers.switchOff();

        assertSignInIsNotPossible(browser.submit("/login", Map.of("username", "dwho", "password", "dwho")));
    }

    private void assertSignInIsNotPossible(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body().replaceAll("\\s+", " "))
                .contains("Sign-in is not possible right now. You have not done anything wrong; please try again")
                .contains("value=\"dwho\"");
        assertThat(browser.hiddenFields()).containsEntry("url", WAY_BACK).containsKey("_csrf");
    }

    @Test
    void inAnOutageNobodyLearnsWhetherAPasswordIsRight() {
        browser.get("/login?url=" + WAY_BACK);
        servers.switchOff();

        // Nothing can be counted, so nothing is tried.
        assertSignInIsNotPossible(browser.submit("/login", Map.of("username", "dwho", "password", "wrong")));
    }

    @Test
    void nobodyIsToldThatTheyAreSignedOutWhenTheyAreNot() {
        browser.signIn("dwho", "dwho");
        browser.get("/logout");
        servers.switchOff();
        HttpResponse<String> answer = browser.submit("/logout", Map.of());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("You are not signed out yet");
        assertThat(browser.has(Browser.SESSION)).isTrue();

        servers.switchOn();
        assertThat(Browser.location(browser.submit("/logout", Map.of()))).isEqualTo("/login?signedOut");
        assertThat(browser.has(Browser.SESSION)).isFalse();
    }

    @Test
    void pagesThatAskNothingOfTheStoreStillWork() {
        servers.switchOff();

        assertThat(browser.get("/login").statusCode()).isEqualTo(200);
        assertThat(browser.get("/assets/portal.css").statusCode()).isEqualTo(200);
        assertThat(browser.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }
}

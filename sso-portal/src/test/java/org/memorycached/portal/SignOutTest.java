package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PortalTest
class SignOutTest {

    @Autowired
    private SessionStore store;

    @LocalServerPort
    private int port;

    private Browser browser;

    @BeforeEach
    void signIn() {
        browser = new Browser(port);
        browser.signIn("dwho", "dwho");
    }

    @Test
    void weakSpot8_signingOutEndsTheStoredSession() {
        SessionId id = browser.sessionId();
        HttpResponse<String> answer = browser.signOut();

        assertThat(Browser.location(answer)).isEqualTo("/login?signedOut");
        assertThat(browser.setCookie(Browser.SESSION)).contains("Max-Age=0", "Domain=sso.localhost", "Path=/");
        assertThat(browser.get("/login?signedOut").body())
                .contains("You are signed out of every application in this browser.");
        assertThat(store.find(id)).isEmpty();
    }

    @Test
    void weakSpot8_aCookieThatWasCopiedBeforeIsWorthNothing() {
        Browser thief = new Browser(port);
        thief.plant(Browser.SESSION, browser.sessionId().value());
        assertThat(thief.get("/").statusCode()).isEqualTo(200);
        browser.signOut();

        assertThat(Browser.location(thief.get("/"))).isEqualTo("/login?op=t");
    }

    @Test
    void aLinkAloneSignsNobodyOut() {
        HttpResponse<String> page = browser.get("/logout");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("id=\"sign-out\"", "action=\"/logout\"", "in this browser")
                .doesNotContain("everywhere");
        assertThat(store.find(browser.sessionId())).isPresent();
    }

    @Test
    void aForgedFormSignsNobodyOut() {
        assertThat(browser.post("/logout", Map.of()).statusCode()).isEqualTo(403);
        assertThat(browser.post("/logout", Map.of("_csrf", "forged")).statusCode())
                .isEqualTo(403);
        assertThat(store.find(browser.sessionId())).isPresent();
    }

    @Test
    void signingOutTwiceIsNoError() {
        browser.signOut();

        assertThat(Browser.location(browser.signOut())).isEqualTo("/login?signedOut");
    }

    @Test
    void theMenuHasTheButton() {
        browser.get("/");

        assertThat(Browser.location(browser.submit("/logout", Map.of()))).isEqualTo("/login?signedOut");
    }
}

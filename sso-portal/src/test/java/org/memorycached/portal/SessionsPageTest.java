package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody sees where they are signed in, and ends what they do not know. */
@PortalTest
class SessionsPageTest {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
            + "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

    @Autowired
    private SessionStore store;

    @Autowired
    private SwitchableServers servers;

    @LocalServerPort
    private int port;

    private Browser here;
    private Browser phone;

    @BeforeEach
    void signInTwice() {
        store.deleteAllOf("dwho");
        here = new Browser(port).with("User-Agent", FIREFOX);
        phone = new Browser(port).with("User-Agent", SAFARI);
        here.signIn("dwho", "dwho");
        phone.signIn("dwho", "dwho");
    }

    @AfterEach
    void switchOn() {
        servers.switchOn();
    }

    private String fingerprint(Browser browser) {
        return store.keyOf(browser.sessionId()).fingerprint();
    }

    private boolean isSignedIn(SessionId id) {
        return store.find(id).isPresent();
    }

    private static String words(HttpResponse<String> page) {
        return page.body().replaceAll("\\s+", " ");
    }

    @Test
    void theListShowsEachBrowserAndMarksThisOne() {
        HttpResponse<String> page = here.get("/sessions");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(words(page))
                .containsSubsequence(
                        "<tr role=\"row\" class=\"own\">",
                        "title=\"" + FIREFOX + "\">Firefox 140 on Linux</span>",
                        "this session",
                        "127.0.0.1",
                        "just now",
                        "value=\"" + fingerprint(here) + "\"",
                        "<tr role=\"row\">",
                        "Safari 18 on iPhone",
                        "value=\"" + fingerprint(phone) + "\"")
                .doesNotContain(here.sessionId().value(), phone.sessionId().value());
    }

    @Test
    void theMenuLeadsThereAndTellsOfTheOtherBrowser() {
        assertThat(words(here.get("/")))
                .contains("You are signed in with another browser too.", "href=\"/sessions\"")
                .doesNotContain("/admin/sessions");
        phone.signOut();
        assertThat(words(here.get("/"))).contains("href=\"/sessions\"").doesNotContain("id=\"elsewhere\"");
    }

    @Test
    void anotherBrowserIsSignedOut() {
        here.get("/sessions");
        HttpResponse<String> answer = here.submit("/sessions", Map.of("session", fingerprint(phone)));

        assertThat(Browser.location(answer)).isEqualTo("/sessions?ended=1");
        assertThat(isSignedIn(phone.sessionId())).isFalse();
        assertThat(Browser.location(phone.get("/"))).isEqualTo("/login?op=t");
        assertThat(words(here.get("/sessions?ended=1")))
                .contains("role=\"status\"", "1 session has ended.", "You are signed in here, and nowhere else.")
                .doesNotContain("Safari", "id=\"end-others\"");
    }

    @Test
    void endingItTwiceIsNoError() {
        String fingerprint = fingerprint(phone);
        here.get("/sessions");
        here.submit("/sessions", Map.of("session", fingerprint));
        here.get("/sessions");

        assertThat(Browser.location(here.submit("/sessions", Map.of("session", fingerprint))))
                .isEqualTo("/sessions?ended=0");
        assertThat(here.get("/sessions?ended=0").body()).contains("It had ended already.");
    }

    @Test
    void somebodyElsesSessionCannotBeEnded() {
        Browser other = new Browser(port);
        other.signIn("rtyler", "rtyler");
        here.get("/sessions");
        HttpResponse<String> answer = here.submit("/sessions", Map.of("session", fingerprint(other), "uid", "rtyler"));

        assertThat(Browser.location(answer)).isEqualTo("/sessions?ended=0"); // as for one that never was
        assertThat(isSignedIn(other.sessionId())).isTrue();
        assertThat(store.sessionsOf("dwho")).hasSize(2);
    }

    @Test
    void allOthersAreSignedOut() {
        Browser other = new Browser(port);
        other.signIn("rtyler", "rtyler");
        new Browser(port).signIn("dwho", "dwho");
        here.get("/sessions");

        assertThat(Browser.location(here.submit("/sessions", Map.of("others", "true"))))
                .isEqualTo("/sessions?ended=2");
        assertThat(store.sessionsOf("dwho"))
                .singleElement()
                .satisfies(left -> assertThat(left.key()).isEqualTo(store.keyOf(here.sessionId())));
        assertThat(isSignedIn(other.sessionId())).isTrue();
    }

    @Test
    void everywhereIsHereToo() {
        SessionId id = here.sessionId();
        here.get("/sessions");
        HttpResponse<String> answer = here.submit("/sessions", Map.of("everywhere", "true"));

        assertThat(Browser.location(answer)).isEqualTo("/login?signedOut=everywhere");
        assertThat(words(here.get(Browser.location(answer))))
                .contains("You are signed out of every application in all browsers.");
        assertThat(here.has(Browser.SESSION)).isFalse();
        assertThat(isSignedIn(id)).isFalse();
        assertThat(store.sessionsOf("dwho")).isEmpty();
    }

    @Test
    void endingThisOneIsSigningOut() {
        here.get("/sessions");
        HttpResponse<String> answer = here.submit("/sessions", Map.of("session", fingerprint(here)));

        assertThat(Browser.location(answer)).isEqualTo("/login?signedOut");
        assertThat(here.has(Browser.SESSION)).isFalse();
        assertThat(isSignedIn(phone.sessionId())).isTrue();
    }

    @Test
    void aForgedFormEndsNothing() {
        for (String button : new String[] {"others", "everywhere", "session"}) {
            Map<String, String> fields = Map.of(button, fingerprint(phone), "_csrf", "forged");
            assertThat(here.post("/sessions", fields).statusCode()).isEqualTo(403);
            assertThat(here.post("/sessions", Map.of(button, fingerprint(phone)))
                            .body())
                    .contains("This form is out of date");
        }
        assertThat(store.sessionsOf("dwho")).hasSize(2);
    }

    @Test
    void strangersAreAskedToSignIn() {
        Browser stranger = new Browser(port);
        assertThat(Browser.location(stranger.get("/sessions"))).isEqualTo("/login");
        stranger.get("/login"); // a page with a token for the form
        assertThat(Browser.location(stranger.submit("/sessions", Map.of("everywhere", "true"))))
                .isEqualTo("/login?op=p");
    }

    @Test
    void inAnOutageNobodyIsToldThatSomethingHasEnded() {
        here.get("/sessions");
        servers.switchOff();
        HttpResponse<String> answer = here.submit("/sessions", Map.of("everywhere", "true"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(words(answer)).contains("It is not certain that everything has ended", "href=\"/sessions\"");
        assertThat(here.has(Browser.SESSION)).isTrue();
        HttpResponse<String> list = here.get("/sessions");
        assertThat(list.statusCode()).isEqualTo(503);
        assertThat(list.body()).contains("You have not been signed out");

        servers.switchOn();
        assertThat(store.sessionsOf("dwho")).hasSize(2);
    }

    @Test
    void whatABrowserSaysOfItselfIsOnlyText() {
        new Browser(port).with("User-Agent", "\"><script>alert(1)</script>").signIn("dwho", "dwho");

        assertThat(here.get("/sessions").body())
                .contains("&lt;script&gt;alert(1)", "Unknown browser")
                .doesNotContain("<script");
    }
}

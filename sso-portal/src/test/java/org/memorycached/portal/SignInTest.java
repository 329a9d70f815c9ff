package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.Session;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PortalTest
class SignInTest {

    private static final String PAGE = "http://app1.sso.localhost:8081/reports?year=2026&sort=-name";

    @Autowired
    private SessionStore store;

    @LocalServerPort
    private int port;

    private Browser browser;

    @BeforeEach
    void openBrowser() {
        browser = new Browser(port);
    }

    @Test
    void theMenuSendsStrangersToTheLoginPageAndKeepsTheirWayBack() {
        assertThat(Browser.location(browser.get("/"))).isEqualTo("/login");
        assertThat(Browser.location(browser.get("/?op=c&url=" + encoded(PAGE))))
                .isEqualTo("/login?op=c&url=" + encoded(PAGE));
    }

    @Test
    void aWayBackThatIsNoBase64StaysOneParameter() {
        assertThat(Browser.location(browser.get("/?url=%7Bx%7D%26op%3Dt%0D%0Aa%20%2B")))
                .isEqualTo("/login?url=%7Bx%7D%26op%3Dt%0D%0Aa%20%2B");
    }

    @Test
    void theLoginPageHasAFormThatIsGuardedAgainstForgery() {
        HttpResponse<String> page = browser.get("/login");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<title>Sign in · Single sign-on</title>", "id=\"username\"", "id=\"password\"")
                .contains("autocomplete=\"username\"", "autocomplete=\"current-password\"", "id=\"sign-in\"");
        assertThat(browser.hiddenFields()).containsOnlyKeys("_csrf");
        assertThat(browser.setCookie("csrf"))
                .contains("HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Domain");
    }

    @Test
    void pagesForbidScriptsFramesAndCaches() {
        HttpResponse<String> page = browser.get("/login");

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; style-src 'self';")
                        .contains("frame-ancestors 'none'", "base-uri 'none'")
                        .endsWith("form-action 'self' http://app1.sso.localhost:8081 http://app2.sso.localhost:8082"));
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
        assertThat(page.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(page.body()).doesNotContain("<script", "style=\"", "<style");
    }

    /** Spring Security's own default is to time each filter and each authorization too. */
    @Test
    void ofSpringSecurityOnlyTheAuthenticationIsTimed(@Autowired MeterRegistry metrics) {
        browser.get("/login");
        browser.signIn("dwho", "dwho");

        assertThat(metrics.find("spring.security.authentications").timers()).isNotEmpty();
        assertThat(metrics.getMeters())
                .extracting(meter -> meter.getId().getName())
                .filteredOn(name -> name.startsWith("spring.security."))
                .allMatch(name -> name.startsWith("spring.security.authentications"));
    }

    @Test
    void noPageIsKeptFramedOrScriptedWhateverItSays() {
        List<HttpResponse<String>> pages = new ArrayList<>(List.of(
                browser.get("/login"),
                browser.post("/login", Map.of()),
                browser.signIn("dwho", "wrong"),
                browser.signIn("dwho", "dwho")));
        for (String path : List.of("/", "/logout", "/nowhere", "/login?op=p&url=" + encoded(PAGE))) {
            pages.add(browser.get(path));
        }

        assertThat(pages).extracting(HttpResponse::statusCode).containsExactly(200, 403, 401, 302, 200, 200, 404, 200);
        assertThat(pages).allSatisfy(page -> {
            assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe-", "script-src");
            assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        });
    }

    @Test
    void aFormThatWasLostOnTheWayIsTold() {
        assertThat(browser.get("/login?op=p&url=" + encoded(PAGE)).body().replaceAll("\\s+", " "))
                .contains(
                        "id=\"error\" role=\"alert\"",
                        "What you sent did not arrive",
                        "<strong>Application 1</strong>");

        assertThat(Browser.location(browser.submit("/login", Map.of("username", "dwho", "password", "dwho"))))
                .isEqualTo(PAGE);
    }

    @Test
    void whoIsSignedInIsToldToo() {
        browser.signIn("dwho", "dwho");
        HttpResponse<String> told = browser.get("/login?op=p&url=" + encoded(PAGE));

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body()).contains("What you sent did not arrive", "href=\"" + PAGE.replace("&", "&amp;") + "\"");
        assertThat(browser.get("/login?op=p&url=" + encoded("https://evil.example/"))
                        .body())
                .contains("id=\"go-on\" href=\"/\"")
                .doesNotContain("evil");
    }

    @ParameterizedTest
    @CsvSource({
        "c, Please sign in to go on to <strong>Application 1</strong>.",
        "t, Your session has ended.",
        "x, Your session has ended.",
        "i, Your session has ended."
    })
    void theLoginPageSaysWhyItIsThere(String op, String message) {
        assertThat(browser.get("/login?op=" + op + "&url=" + encoded(PAGE)).body())
                .contains("id=\"message\"")
                .contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/login?op=", "/login?op=%3Cscript%3E"})
    void withoutAReasonItSaysNothing(String path) {
        assertThat(browser.get(path).body()).doesNotContain("id=\"message\"", "id=\"error\"", "<script");
    }

    @ParameterizedTest
    @CsvSource({"dwho, Doctor Who, user", "rtyler, Rose Tyler, user admin", "msmith, Mickey Smith, user"})
    void everyUserGetsASessionAndACookie(String uid, String cn, String roles) {
        HttpResponse<String> answer = browser.signIn(uid, uid);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(Browser.location(answer)).isEqualTo("/");
        Session session = store.find(browser.sessionId()).orElseThrow();
        assertThat(session.principal()).hasValue(uid);
        assertThat(session.attributes())
                .containsEntry("uid", uid)
                .containsEntry("cn", cn)
                .containsEntry("mail", uid + "@example.com")
                .containsEntry("roles", List.of(roles.split(" ")))
                .containsEntry("ipAddr", "127.0.0.1");
        assertThat(browser.get("/").body())
                .contains("Signed in as <strong>" + cn + "</strong> (<span>" + uid + "</span>)")
                .contains("id=\"applications\"", "http://app1.sso.localhost:8081/", "id=\"sign-out\"");
    }

    @Test
    void signingInLeadsBackToTheExactPage() {
        assertThat(Browser.location(browser.signIn("/login?op=c&url=" + encoded(PAGE), "dwho", "dwho")))
                .isEqualTo(PAGE);
    }

    @Test
    void whoIsSignedInGoesStraightBack() {
        browser.signIn("dwho", "dwho");

        assertThat(Browser.location(browser.get("/login?op=c&url=" + encoded(PAGE))))
                .isEqualTo(PAGE);
        assertThat(Browser.location(browser.get("/?op=c&url=" + encoded(PAGE)))).isEqualTo(PAGE);
        assertThat(Browser.location(browser.get("/login"))).isEqualTo("/");
        assertThat(Browser.location(browser.get("/login?url=" + encoded("https://evil.example/"))))
                .isEqualTo("/");
        assertThat(Browser.location(browser.get("/?url=" + encoded("https://evil.example/"))))
                .isEqualTo("/");
    }

    @Test
    void everySignInHasAnIdOfItsOwnAndEndsTheSessionBefore() {
        browser.signIn("dwho", "dwho");
        SessionId first = browser.sessionId();
        browser.get("/logout"); // a page with a token for the form
        browser.submit("/login", Map.of("username", "rtyler", "password", "rtyler"));

        assertThat(browser.sessionId()).isNotEqualTo(first);
        assertThat(store.find(first)).isEmpty();
        assertThat(store.find(browser.sessionId()).orElseThrow().principal()).hasValue("rtyler");
    }

    @Test
    void aPlantedSessionOfSomebodyElseIsWorthNothingAfterSigningIn() {
        Browser attacker = new Browser(port);
        attacker.signIn("msmith", "msmith");
        SessionId planted = attacker.sessionId();
        browser.plant(Browser.SESSION, planted.value());
        browser.get("/logout"); // a page with a token for the form
        browser.submit("/login", Map.of("username", "dwho", "password", "dwho"));

        assertThat(browser.sessionId()).isNotEqualTo(planted);
        assertThat(store.find(planted)).isEmpty();
        assertThat(Browser.location(attacker.get("/"))).isEqualTo("/login?op=t");
    }

    @Test
    void aPlantedIdIsNotTakenOver() {
        String planted = "0123456789abcdef0123456789abcdef";
        browser.plant(Browser.SESSION, planted);
        browser.signIn("dwho", "dwho");

        assertThat(browser.sessionId().value()).isNotEqualTo(planted);
        assertThat(store.find(new SessionId(planted))).isEmpty();
    }

    @Test
    void weakSpot9_anOpenRedirectIsNotPossible() {
        for (String hostile : List.of(
                "https://evil.example/",
                "//evil.example",
                "http://app1.sso.localhost:8081@evil.example/",
                "javascript:alert(1)",
                "http://app1.sso.localhost.evil.example:8081/")) {
            Browser victim = new Browser(port);
            assertThat(Browser.location(victim.signIn("/login?url=" + encoded(hostile), "dwho", "dwho")))
                    .isEqualTo("/");
            victim.signOut();
            victim.get("/login");
            Map<String, String> fields = Map.of("username", "dwho", "password", "dwho", "url", encoded(hostile));
            assertThat(Browser.location(victim.submit("/login", fields))).isEqualTo("/");
        }
    }

    @Test
    void weakSpot9_theOriginalsBase64IsReadEvenIfItsPlusArrivedAsABlank() {
        String page = "http://app1.sso.localhost:8081/?q=>>>~~~";
        String escaped = page.replace(">", "%3E");
        String base64 = Base64.getEncoder()
                .encodeToString((escaped + "~>~").replace(">", "~").getBytes());
        assertThat(base64).contains("+");

        assertThat(Browser.location(browser.signIn("/login?url=" + base64, "dwho", "dwho")))
                .isEqualTo(escaped + "~~~");
    }

    @Test
    void weakSpot10_aWrongPasswordAndAnUnknownUserGiveTheSamePage() {
        HttpResponse<String> wrongPassword = browser.signIn("dwho", "rtyler");
        HttpResponse<String> unknownUser = new Browser(port).signIn("nobody", "rtyler");

        assertThat(wrongPassword.statusCode()).isEqualTo(401).isEqualTo(unknownUser.statusCode());
        assertThat(wrongPassword.body())
                .contains("id=\"error\" role=\"alert\"", "The user name or the password is wrong. Please try again.");
        assertThat(comparable(wrongPassword, "dwho")).isEqualTo(comparable(unknownUser, "nobody"));
        assertThat(wrongPassword.headers().map().keySet())
                .isEqualTo(unknownUser.headers().map().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "DWHO", "dwho ", "dwho*", "*", "*)(uid=*", "dwho\u0000", "<script>alert(1)</script>"})
    void weakSpot10_oddUserNamesAreJustWrong(String username) {
        HttpResponse<String> answer = browser.signIn(username, "wrong");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .contains("The user name or the password is wrong")
                .doesNotContain("<script");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 72, 73, 5_000})
    void passwordsOfAnyLengthAreJustWrong(int length) {
        assertThat(browser.signIn("dwho", "x".repeat(length)).statusCode()).isEqualTo(401);
        assertThat(new Browser(port).signIn("nobody", "x".repeat(length)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void afterAMistakeTheWayBackAndTheNameAreStillThereAndThePasswordIsNot() {
        HttpResponse<String> answer = browser.signIn("/login?op=c&url=" + encoded(PAGE), "dwho", "mistake");

        assertThat(answer.body()).contains("value=\"dwho\"").doesNotContain("mistake");
        assertThat(Browser.location(browser.submit("/login", Map.of("username", "dwho", "password", "dwho"))))
                .isEqualTo(PAGE);
    }

    @Test
    void weakSpot11_theCookieIsHttpOnlyAndSameSiteAndForTheDomain() {
        browser.signIn("dwho", "dwho");

        assertThat(browser.setCookie(Browser.SESSION))
                .contains("HttpOnly", "SameSite=Lax", "Domain=sso.localhost", "Path=/")
                .doesNotContain("Secure", "Max-Age", "Expires");
    }

    @Test
    void withoutTheTokenNobodyIsSignedIn() {
        HttpResponse<String> answer = browser.post("/login", Map.of("username", "dwho", "password", "dwho"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This form is out of date");
        assertThat(browser.has(Browser.SESSION)).isFalse();
    }

    @Test
    void aFormThatIsOutOfDateShowsTheWayOn() {
        HttpResponse<String> answer =
                browser.post("/login", Map.of("username", "dwho", "password", "dwho", "url", encoded(PAGE)));

        assertThat(answer.body()).contains("href=\"/login?url=" + encoded(PAGE) + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcdef",
                "0123456789ABCDEF0123456789ABCDEF",
                "short",
                "../../etc/passwd",
                "a%0d%0aget%20x",
                "%00",
                "{bcrypt}"
            })
    void aForgedOrMalformedCookieIsNoSession(String value) {
        browser.plant(Browser.SESSION, value);

        assertThat(Browser.location(browser.get("/"))).isEqualTo("/login?op=t");
        assertThat(browser.get("/login").statusCode()).isEqualTo(200);
        assertThat(Browser.location(browser.signIn("dwho", "dwho"))).isEqualTo("/");
    }

    @Test
    void aCookieOf8KbIsNoSession() {
        browser.plant("of-somebody-else", "x".repeat(8 * 1024));
        browser.plant(Browser.SESSION, "x".repeat(8 * 1024));

        assertThat(Browser.location(browser.get("/"))).isEqualTo("/login?op=t");
        assertThat(Browser.location(browser.signIn("dwho", "dwho"))).isEqualTo("/");
    }

    @Test
    void thePortalNeverHasASessionOfTheServletContainer() {
        List<HttpResponse<String>> answers = List.of(
                browser.get("/login"),
                browser.get("/"),
                browser.signIn("dwho", "wrong"),
                browser.signIn("/login?op=c&url=" + encoded(PAGE), "dwho", "dwho"),
                browser.get("/"),
                browser.get("/nowhere"),
                browser.post("/login", Map.of()),
                browser.signOut(),
                browser.get("/login?signedOut"));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.headers().allValues("Set-Cookie"))
                        .noneMatch(cookie -> cookie.startsWith("JSESSIONID")));
    }

    @Test
    void pagesThatAreNotThereSaySo() {
        browser.signIn("dwho", "dwho");
        HttpResponse<String> answer = browser.get("/nowhere");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no such page");
    }

    private static String comparable(HttpResponse<String> page, String username) {
        return page.body()
                .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "")
                .replace("value=\"" + username + "\"", "value=\"\"");
    }

    private static String encoded(String url) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.UTF_8));
    }
}

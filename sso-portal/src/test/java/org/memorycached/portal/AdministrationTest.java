package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.SessionStore;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An administrator ends a user's sessions, and nobody else does. */
@PortalTest
class AdministrationTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("org.memorycached.audit");
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @Autowired
    private SessionStore store;

    @Autowired
    private SwitchableServers servers;

    @LocalServerPort
    private int port;

    private Browser administrator;
    private Browser user;

    @BeforeEach
    void signIn() {
        List.of("dwho", "msmith", "rtyler").forEach(store::deleteAllOf);
        administrator = new Browser(port);
        user = new Browser(port);
        administrator.signIn("rtyler", "rtyler");
        user.signIn("dwho", "dwho");
        logger.setLevel(Level.INFO);
        written.start();
        logger.addAppender(written);
    }

    @AfterEach
    void listenNoMore() {
        servers.switchOn();
        logger.detachAppender(written);
    }

    private List<String> audited() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private String fingerprint(Browser browser) {
        return store.keyOf(browser.sessionId()).fingerprint();
    }

    private String ended(String fingerprint) {
        return "{\"event\":\"administration\",\"user\":\"dwho\",\"session\":\"" + fingerprint.substring(0, 12)
                + "\",\"address\":\"127.0.0.1\",\"detail\":\"ended by rtyler\"}";
    }

    private static String words(HttpResponse<String> page) {
        return page.body().replaceAll("\\s+", " ");
    }

    @Test
    void theMenuLeadsAdministratorsThere() {
        assertThat(administrator.get("/").body()).contains("href=\"/admin/sessions\"");
        assertThat(user.get("/").body()).doesNotContain("/admin/sessions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/readiness"})
    void theyAloneSeeWhichServerIsWell(String path) {
        assertThat(administrator.get(path).body()).contains("central localhost:11211");
        assertThat(user.get(path).body()).contains("\"UP\"").doesNotContain("components", "details", "localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/sessionstore",
                "/actuator/metrics/session.store.server.complete",
                "/actuator/metrics/spring.security.authentications"
            })
    void theyAloneSeeHowTheStoreIsAndWhoSignsIn(String path) {
        assertThat(administrator.get(path).statusCode()).isEqualTo(200);
        assertThat(user.get(path).statusCode()).isEqualTo(403);
        assertThat(Browser.location(new Browser(port).get(path))).isEqualTo("/login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/heapdump"})
    void whatIsOfUseToAnIntruderIsNotThereForThemEither(String path) {
        assertThat(administrator.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void whoIsNoAdministratorIsTold() {
        HttpResponse<String> page = user.get("/admin/sessions?uid=rtyler");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(words(page))
                .contains("This page is for administrators", "href=\"/\"")
                .doesNotContain("out of date", "127.0.0.1");
        assertThat(audited()).isEmpty();
    }

    @Test
    void whoIsNoAdministratorEndsNothingWithWhateverForm() {
        user.get("/sessions"); // its token is good: it is not that which is refused
        HttpResponse<String> answer = user.submit("/admin/sessions", Map.of("uid", "rtyler", "everywhere", "true"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This page is for administrators");
        assertThat(store.find(administrator.sessionId())).isPresent();
    }

    @Test
    void strangersAreAskedToSignIn() {
        assertThat(Browser.location(new Browser(port).get("/admin/sessions"))).isEqualTo("/login");
    }

    @Test
    void beforeAUserIsNamedThereIsOnlyTheQuestion() {
        assertThat(words(administrator.get("/admin/sessions")))
                .contains("id=\"look-up\"", "What you do here is logged with your name.")
                .doesNotContain("<table", "id=\"end-all\"");
        assertThat(audited()).isEmpty();
    }

    @Test
    void aUserWhoIsNotSignedInHasNone() {
        assertThat(words(administrator.get("/admin/sessions?uid=nobody%3Cscript%3E")))
                .contains("<strong>nobody&lt;script&gt;</strong> is not signed in.")
                .doesNotContain("<table", "id=\"end-all\"", "<script");
    }

    @Test
    void lookingAtAUsersSessionsIsInTheAuditLog() {
        HttpResponse<String> page = administrator.get("/admin/sessions?uid=+dwho+");

        assertThat(words(page))
                .contains("Where dwho is signed in", fingerprint(user), "Sign dwho out everywhere")
                .doesNotContain(user.sessionId().value(), "this session");
        assertThat(audited())
                .containsExactly("{\"event\":\"administration\",\"user\":\"dwho\",\"address\":\"127.0.0.1\","
                        + "\"detail\":\"listed by rtyler\"}");
    }

    @Test
    void oneSessionIsEnded() {
        Browser elsewhere = new Browser(port);
        elsewhere.signIn("dwho", "dwho");
        String fingerprint = fingerprint(user);
        administrator.get("/admin/sessions?uid=dwho");
        HttpResponse<String> answer = administrator.submit("/admin/sessions", Map.of("session", fingerprint));

        assertThat(Browser.location(answer)).isEqualTo("/admin/sessions?uid=dwho&ended=1");
        assertThat(Browser.location(user.get("/"))).isEqualTo("/login?op=t");
        assertThat(elsewhere.get("/").statusCode()).isEqualTo(200);
        assertThat(administrator.get("/admin/sessions?uid=dwho&ended=1").body()).contains("1 session has ended.");
        assertThat(audited()).contains(ended(fingerprint));
    }

    @Test
    void allSessionsAreEndedAndEachIsInTheAuditLog() {
        Browser elsewhere = new Browser(port);
        elsewhere.signIn("dwho", "dwho");
        List<String> fingerprints = List.of(fingerprint(user), fingerprint(elsewhere));
        administrator.get("/admin/sessions?uid=dwho");

        assertThat(Browser.location(administrator.submit("/admin/sessions", Map.of("everywhere", "true"))))
                .isEqualTo("/admin/sessions?uid=dwho&ended=2");
        assertThat(store.sessionsOf("dwho")).isEmpty();
        assertThat(store.find(administrator.sessionId())).isPresent();
        assertThat(audited()).contains(ended(fingerprints.get(0)), ended(fingerprints.get(1)));
    }

    @Test
    void aSessionOfAnotherUserThanTheNamedOneStays() {
        Browser other = new Browser(port);
        other.signIn("msmith", "msmith");
        administrator.get("/admin/sessions?uid=dwho");
        HttpResponse<String> answer = administrator.submit("/admin/sessions", Map.of("session", fingerprint(other)));

        assertThat(Browser.location(answer)).isEqualTo("/admin/sessions?uid=dwho&ended=0");
        assertThat(store.find(other.sessionId())).isPresent();
        assertThat(audited()).noneMatch(line -> line.contains("ended by"));
    }

    @Test
    void aForgedFormEndsNothing() {
        HttpResponse<String> answer =
                administrator.post("/admin/sessions", Map.of("uid", "dwho", "everywhere", "true"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This form is out of date");
        assertThat(store.find(user.sessionId())).isPresent();
    }

    @Test
    void inAnOutageNobodyIsToldThatSomethingHasEnded() {
        administrator.get("/admin/sessions?uid=dwho");
        servers.switchOff();
        HttpResponse<String> answer = administrator.submit("/admin/sessions", Map.of("everywhere", "true"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(words(answer))
                .contains("It is not certain that everything has ended", "href=\"/admin/sessions?uid=dwho\"");
        assertThat(administrator.get("/admin/sessions?uid=dwho").statusCode()).isEqualTo(503);
        assertThat(audited()).noneMatch(line -> line.contains("ended by"));

        servers.switchOn();
        assertThat(store.find(user.sessionId())).isPresent();
    }
}

package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A user who is signed in twice, as often as they may be, signs in once more. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "session-store.session-limit=2")
@Import(PortalTest.Servers.class)
class SessionLimitTest {

    @Autowired
    private SessionStore store;

    @LocalServerPort
    private int port;

    private final Logger logger = (Logger) LoggerFactory.getLogger("org.memorycached.audit");
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    private Browser first;
    private Browser second;
    private Browser third;

    @DynamicPropertySource
    static void cheapPasswords(DynamicPropertyRegistry properties) {
        CheapUsers.register(properties);
    }

    @BeforeEach
    void signInTwice() {
        store.deleteAllOf("dwho");
        first = new Browser(port);
        second = new Browser(port);
        third = new Browser(port);
        first.signIn("dwho", "dwho");
        second.signIn("dwho", "dwho");
        logger.setLevel(Level.INFO);
        written.start();
        logger.addAppender(written);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(written);
    }

    private List<String> audited() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private String fingerprint(SessionId id) {
        return store.keyOf(id).fingerprint().substring(0, 12);
    }

    private static String words(HttpResponse<String> page) {
        return page.body().replaceAll("\\s+", " ");
    }

    @Nested
    @TestPropertySource(properties = "session-store.session-limit-policy=deny")
    class Deny {

        @Test
        void thePageSaysThatItIsNotThePasswordAndWhatToDo() {
            HttpResponse<String> answer = third.signIn("dwho", "dwho");

            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(words(answer))
                    .contains("id=\"error\" role=\"alert\"", "Your password is right")
                    .contains("you are signed in 2 times already", "press “Sign out”", "“Your sessions”")
                    .contains("value=\"dwho\"", "id=\"sign-in\"");
            assertThat(third.has(Browser.SESSION)).isFalse();
            assertThat(store.sessionsOf("dwho")).hasSize(2);
            assertThat(audited())
                    .containsExactly("{\"event\":\"sign-in-failure\",\"user\":\"dwho\",\"address\":\"127.0.0.1\","
                            + "\"detail\":\"signed in 2 times already\"}");
        }

        @Test
        void signingOutElsewhereMakesRoom() {
            third.signIn("dwho", "dwho");
            first.signOut();

            HttpResponse<String> answer =
                    third.submit("/login", Map.of("username", "dwho", "password", "dwho")); // the same page's form
            assertThat(Browser.location(answer)).isEqualTo("/");
        }

        @Test
        void aWrongPasswordDoesNotTellHowOftenSomebodyIsSignedIn() {
            HttpResponse<String> answer = third.signIn("dwho", "wrong");

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(words(answer)).doesNotContain("signed in 2 times");
        }

        @Test
        void aBrowserThatIsOneOfTheTwoMaySignInAgain() {
            SessionId old = second.sessionId();
            second.get("/logout"); // a page with a token for the form
            HttpResponse<String> answer = second.submit("/login", Map.of("username", "dwho", "password", "dwho"));

            assertThat(Browser.location(answer)).isEqualTo("/");
            assertThat(second.sessionId()).isNotEqualTo(old);
            assertThat(store.find(old)).isEmpty();
            assertThat(store.find(first.sessionId())).isPresent();
        }
    }

    @Nested
    @TestPropertySource(properties = "session-store.session-limit-policy=evict-oldest")
    class EvictOldest {

        @Test
        void theOldestEndsAndTheAuditLogSaysSo() {
            third.signIn("dwho", "dwho");

            assertThat(store.find(first.sessionId())).isEmpty();
            assertThat(Stream.of(second, third).map(Browser::sessionId).map(store::find))
                    .allMatch(session -> session.isPresent());
            assertThat(audited())
                    .containsExactly(
                            "{\"event\":\"sign-in\",\"user\":\"dwho\",\"session\":\"" + fingerprint(third.sessionId())
                                    + "\",\"address\":\"127.0.0.1\"}",
                            "{\"event\":\"eviction\",\"user\":\"dwho\",\"session\":\"" + fingerprint(first.sessionId())
                                    + "\",\"address\":\"127.0.0.1\",\"detail\":\"another sign-in, over the limit\"}");
        }
    }

    @Nested
    @TestPropertySource(properties = "session-store.session-limit-policy=notify")
    class Notify {

        @Test
        void nobodyIsSignedOutAndTheMenuTells() {
            third.signIn("dwho", "dwho");

            assertThat(store.sessionsOf("dwho")).hasSize(3);
            assertThat(words(third.get("/"))).contains("You are signed in with 2 other browsers too.");
            assertThat(audited()).noneMatch(line -> line.contains("eviction"));
        }
    }
}

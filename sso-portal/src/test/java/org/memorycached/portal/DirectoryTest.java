package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.memorycached.portal.TestDirectory.ADMINS;
import static org.memorycached.portal.TestDirectory.DWHO;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.Session;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Users of an LDAP directory. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "portal.attempts.free-attempts=100000",
            "portal.attempts.most-attempts=100000",
            "portal.attempts.name-attempts=100000",
            "portal.attempts.address-attempts=100000",
            "portal.refresh=200ms",
            "portal.ldap.base=dc=example,dc=com",
            "portal.ldap.user-base=ou=people",
            "portal.ldap.user-filter=(&(uid={0})(!(employeeType=disabled)))",
            "portal.ldap.group-base=ou=groups"
        })
@Import(PortalTest.Servers.class)
@ExtendWith(OutputCaptureExtension.class)
class DirectoryTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private static InMemoryDirectoryServer directory;

    @Autowired
    private SessionStore store;

    @LocalServerPort
    private int port;

    private Browser browser;

    @DynamicPropertySource
    static void startDirectory(DynamicPropertyRegistry properties) throws Exception {
        directory = TestDirectory.start(properties);
    }

    @BeforeEach
    void fill() throws Exception {
        TestDirectory.fill(directory);
        browser = new Browser(port);
    }

    @AfterAll
    static void stopDirectory() {
        directory.shutDown(true);
    }

    @ParameterizedTest
    @CsvSource({"dwho, tardis, dwho, user", "DWHO, tardis, dwho, user", "rtyler, badwolf, rtyler, admin user"})
    void theRightPasswordGivesASessionWithAttributesAndGroups(String typed, String password, String uid, String roles) {
        assertThat(browser.signIn(typed, password).statusCode()).isEqualTo(302);

        Session session = store.find(browser.sessionId()).orElseThrow();
        assertThat(session.principal()).hasValue(uid);
        assertThat(session.attributes())
                .containsEntry("uid", uid)
                .containsEntry("dn", "uid=" + uid + ",ou=people,dc=example,dc=com")
                .containsEntry("roles", List.of(roles.split(" ")))
                .containsKeys("cn", "mail")
                .doesNotContainKey("userPassword");
    }

    @Test
    void anAttributeWithSeveralValuesIsAList() {
        browser.signIn("rtyler", "badwolf");

        assertThat(store.find(browser.sessionId()).orElseThrow().attributes().get("mail"))
                .isEqualTo(List.of("rtyler@example.com", "rose@example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "dwho, wrong", // wrong password
        "dwho, badwolf", // somebody else's
        "nobody, wrong", // no such user
        "twin, twin", // two entries
        "retired, retired", // disabled
        "dwho, ''", // an unauthenticated bind
        "nobody, ''",
        "'', tardis",
        "'uid=dwho,ou=people,dc=example,dc=com', tardis"
    })
    void weakSpot10_everyOtherOutcomeIsOneAndTheSameRefusal(String name, String password) {
        HttpResponse<String> answer = browser.signIn(name, password);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("The user name or the password is wrong. Please try again.");
        assertThat(browser.has(Browser.SESSION)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "dw*",
                "*)(uid=*",
                "dwho)(|(uid=*",
                "dwho)(objectClass=*",
                "dwho))(&(uid=dwho",
                "*))%00",
                "dw\u0000ho",
                "\\64who",
                "\\2a",
                "dwho\\",
                "(|(uid=dwho)(uid=rtyler))",
                "dwho)(!(employeeType=x"
            })
    void weakSpot10_aFilterInANameFindsNobody(String name) {
        for (String password : List.of("tardis", "badwolf", "twin")) {
            assertThat(browser.signIn(name, password).statusCode()).isEqualTo(401);
        }
        assertThat(browser.has(Browser.SESSION)).isFalse();
    }

    @Test
    void severalEntriesAreTheOperatorsBusiness(CapturedOutput log) {
        browser.signIn("twin", "twin");

        assertThat(log.getAll()).contains("Several entries match (&(uid={0})(!(employeeType=disabled)))");
    }

    @Test
    void aDirectoryThatIsDownIsNobodysFailureAndEndsNoSession(CapturedOutput log) throws Exception {
        browser.signIn("dwho", "tardis");
        SessionId id = browser.sessionId();
        int listening = directory.getListenPort();
        directory.shutDown(true);
        try {
            for (String password : List.of("tardis", "wrong")) {
                Browser other = new Browser(port);
                HttpResponse<String> answer = other.signIn("dwho", password);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.body())
                        .contains("Sign-in is not possible right now")
                        .doesNotContain("Exception");
            }
            await().atMost(SOON).until(() -> log.getAll().contains("Sessions keep their roles"));
            assertThat(store.find(id)).isPresent();
        } finally {
            directory.startListening();
        }
        assertThat(directory.getListenPort()).isEqualTo(listening);
        await().atMost(SOON)
                .until(() -> new Browser(port).signIn("dwho", "tardis").statusCode() == 302);
    }

    @Test
    void aNewRoleReachesSessionsThatAreAlive() throws Exception {
        browser.signIn("dwho", "tardis");
        store.update(browser.sessionId(), attributes -> attributes.put("cart", 3));
        directory.modify(ADMINS, new Modification(ModificationType.ADD, "member", DWHO));

        await().atMost(SOON).until(() -> roles(browser.sessionId()).equals(Optional.of(List.of("admin", "user"))));
        assertThat(store.find(browser.sessionId()).orElseThrow().attributes()).containsEntry("cart", 3L);
    }

    @Test
    void whatTheDirectoryHasNoMoreLeavesSessionsAndWhatApplicationsAddedStays() throws Exception {
        browser.signIn("dwho", "tardis");
        store.update(browser.sessionId(), attributes -> attributes.put("cart", 3));
        directory.modify(DWHO, new Modification(ModificationType.DELETE, "mail"));

        await().atMost(SOON).until(() -> !attributes(browser.sessionId()).containsKey("mail"));
        assertThat(attributes(browser.sessionId()))
                .containsEntry("cart", 3L)
                .containsEntry("cn", "Doctor Who")
                .containsKey("ipAddr");
    }

    private Map<String, Object> attributes(SessionId id) {
        return store.find(id).orElseThrow().attributes();
    }

    @Test
    void aNewRoleReachesSessionsThatThisPortalHasNotSeen() throws Exception {
        SessionId elsewhere = store.create(Map.of("uid", "dwho", "cn", "Doctor Who", "roles", List.of("user")))
                .id();
        browser.signIn("dwho", "tardis");
        directory.modify(ADMINS, new Modification(ModificationType.ADD, "member", DWHO));

        await().atMost(SOON).until(() -> roles(elsewhere).equals(Optional.of(List.of("admin", "user"))));
    }

    @Test
    void lookingForNewRolesIsNoUseOfASession() throws Exception {
        browser.signIn("rtyler", "badwolf");
        Browser other = new Browser(port);
        other.signIn("dwho", "tardis");
        Instant used = store.find(browser.sessionId()).orElseThrow().lastUsedAt();
        for (ModificationType type : List.of(ModificationType.ADD, ModificationType.DELETE)) {
            directory.modify(ADMINS, new Modification(type, "member", DWHO));
            boolean added = type.equals(ModificationType.ADD);
            await().atMost(SOON)
                    .until(() -> roles(other.sessionId())
                            .equals(Optional.of(added ? List.of("admin", "user") : List.of("user"))));
        } // two rounds, one of which had both users in it

        assertThat(store.find(browser.sessionId()).orElseThrow().lastUsedAt()).isEqualTo(used);
    }

    private Optional<Object> roles(SessionId id) {
        return store.find(id).map(session -> session.attributes().get("roles"));
    }

    @Test
    void aUserWhoIsDisabledIsSignedOutEverywhereAndOthersAreNot() throws Exception {
        Browser elsewhere = new Browser(port);
        Browser other = new Browser(port);
        browser.signIn("dwho", "tardis");
        elsewhere.signIn("dwho", "tardis");
        other.signIn("rtyler", "badwolf");
        directory.modify(DWHO, new Modification(ModificationType.REPLACE, "employeeType", "disabled"));

        await().atMost(SOON)
                .until(() -> store.find(browser.sessionId()).isEmpty()
                        && store.find(elsewhere.sessionId()).isEmpty());
        assertThat(Browser.location(browser.get("/"))).isEqualTo("/login?op=t");
        assertThat(other.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void aUserWhoIsRemovedIsSignedOut() throws Exception {
        browser.signIn("dwho", "tardis");
        directory.delete(DWHO);

        await().atMost(SOON).until(() -> store.find(browser.sessionId()).isEmpty());
    }

    @Test
    void aSessionOfAnotherPortalIsRefreshedOnceItIsSeenHere() throws Exception {
        SessionId id = store.create(Map.of("uid", "dwho", "cn", "Doctor Who", "roles", List.of("user")))
                .id();
        browser.plant(Browser.SESSION, id.value());
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
        directory.delete(DWHO);

        await().atMost(SOON).until(() -> store.find(id).isEmpty());
    }
}

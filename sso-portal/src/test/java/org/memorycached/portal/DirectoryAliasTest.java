package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.Session;
import org.memorycached.session.SessionStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** People sign in with their mail address, which is not their name, and groups list their members by name. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "portal.refresh=1h", // each test says when
            "portal.ldap.base=dc=example,dc=com",
            "portal.ldap.user-base=ou=people",
            "portal.ldap.user-filter=(&(mail={0})(!(employeeType=disabled)))",
            "portal.ldap.group-base=ou=groups",
            "portal.ldap.group-filter=(memberUid={1})"
        })
@Import(PortalTest.Servers.class)
class DirectoryAliasTest {

    private static InMemoryDirectoryServer directory;

    @Autowired
    private SessionStore store;

    @Autowired
    @Qualifier("roleRefresh")
    private Runnable refresh;

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
        directory.modify(TestDirectory.ADMINS, new Modification(ModificationType.ADD, "memberUid", "dwho"));
        browser = new Browser(port);
    }

    @AfterAll
    static void stopDirectory() {
        directory.shutDown(true);
    }

    private Optional<Session> session() {
        return store.find(browser.sessionId());
    }

    @Test
    void whoSignedInByAnAliasIsKnownByNameAndStaysSignedIn() {
        browser.signIn("dwho@example.com", "tardis");
        assertThat(session().flatMap(Session::principal)).hasValue("dwho");

        refresh.run();
        assertThat(session()).isPresent();
    }

    @Test
    void whoIsDisabledIsSignedOutThough() throws Exception {
        browser.signIn("dwho@example.com", "tardis");
        directory.modify(TestDirectory.DWHO, new Modification(ModificationType.REPLACE, "employeeType", "disabled"));

        refresh.run();
        assertThat(session()).isEmpty();
    }

    @Test
    void whoHasNoNameInTheDirectoryIsKnownByTheAliasAndStaysSignedIn() throws Exception {
        directory.add(
                "dn: cn=Mickey,ou=people,dc=example,dc=com",
                "objectClass: inetOrgPerson",
                "cn: Mickey",
                "mail: mickey@example.com",
                "userPassword: rose");
        browser.signIn("mickey@example.com", "rose");
        assertThat(session().flatMap(Session::principal)).hasValue("mickey@example.com");

        refresh.run();
        assertThat(session()).isPresent();
    }

    @Test
    void rolesOfGroupsThatListNamesAreThereAtOnce() {
        browser.signIn("dwho@example.com", "tardis");

        assertThat(session().orElseThrow().attributes()).containsEntry("roles", List.of("admin"));
    }

    @Test
    void groupsThatCannotBeReadAreNobodysFailure() throws Exception {
        directory.deleteSubtree("ou=groups,dc=example,dc=com");
        for (int i = 0; i < 6; i++) { // one more than the failures that anybody has without a pause
            HttpResponse<String> answer = browser.signIn("dwho@example.com", "tardis");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("Sign-in is not possible right now");
        }

        TestDirectory.fill(directory);
        assertThat(browser.signIn("dwho@example.com", "tardis").statusCode()).isEqualTo(302);
    }
}

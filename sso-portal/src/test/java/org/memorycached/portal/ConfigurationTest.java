package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memorycached.portal.users.UserSource;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.SessionStore;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** A wrong property ends the start, and the message says which one, its value and what would be right. */
class ConfigurationTest {

    private static final String HASH = "{bcrypt}$2a$10$hZww.mtPkTgW5IvEnNqZEuT7XQSaZW68GrJvY1BtCDB3txG2hTz8a";

    private final WebApplicationContextRunner portal = new WebApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(PortalApplication.class); // whose scan finds PortalTest's servers in the heap

    @Test
    void theDemosConfigurationIsRight() {
        portal.run(context -> assertThat(context).hasSingleBean(SessionStore.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "portal.applications[1].url | http://app.other.example/ | name a host that the session cookie reaches",
                "portal.applications[1].url | ftp://app2.sso.localhost/ | write it as http or https",
                "portal.applications[1].url | http://me@app2.sso.localhost/ | write it as http or https",
                "portal.applications[1].url | http://app2.sso.localhost/?a=b | write it as http or https",
                "portal.applications[1].url | http://app_2.sso.localhost/ | write it as http or https",
                "portal.applications[1].url | /app2 | write it as http or https",
                "portal.applications[1].url | a b | write it as http or https",
                "portal.applications[1].url | '' | write it as http or https",
                "portal.applications[0].name | '' | give the name for the menu",
                "portal.users[2].uid | '' | give the name to sign in with",
                "portal.users[2].uid | dwho | name each user once",
                "portal.attempts.window | 1ms | it is a second or more",
                "portal.attempts.free-attempts | 0 | allow one at least",
                "portal.attempts.most-attempts | 2 | it is not below free-attempts",
                "portal.attempts.first-pause | 0s | it is more than zero",
                "portal.attempts.longest-pause | 1ms | it is not shorter than first-pause",
                "portal.attempts.name-attempts | 0 | allow one at least",
                "portal.attempts.address-attempts | -1 | allow one at least",
                "portal.attempts.site-attempts | 0 | allow one at least",
                "portal.attempts.known-device-for | 0s | it is more than zero",
                "portal.ldap.url | http://ldap.example.com | write it as ldaps://host:port",
                "portal.ldap.url | ldap://ldap.example.com/dc=example | write it as ldaps://host:port",
                "portal.ldap.user-filter | (uid=dwho) | name with {0} where the typed name goes",
                "portal.ldap.timeout | 0s | it is a millisecond or more",
                "portal.refresh | 1ms | it is 100 ms or more",
                "portal.trusted-proxies | proxy.example.com | write it as an address, or as a network",
                "portal.trusted-proxies | 10.0.0.0/99 | write it as an address, or as a network",
                "session-store.principal | mail | leave it at uid in the portal"
            })
    void aWrongPropertyNamesItselfItsValueAndTheFix(String property, String value, String fix) {
        portal.withPropertyValues(completed(property, value))
                .run(context -> assertThat(refusal(context))
                        .hasMessageContaining(property)
                        .hasMessageMatching("(?s).*'(" + Pattern.quote(value) + "|PT.*)'.*")
                        .hasMessageContaining(fix));
    }

    @Test
    void noPortalButTheDemosHasUsersWhosePasswordsEverybodyKnows() {
        portal.withPropertyValues("spring.profiles.active=production")
                .run(context -> assertThat(refusal(context))
                        .hasMessageContaining("portal.users")
                        .hasMessageContaining("name who may sign in")
                        .hasMessageContaining("profile demo"));
        portal.withPropertyValues(
                        "spring.profiles.active=production",
                        "portal.users[0].uid=somebody",
                        "portal.users[0].password=" + HASH)
                .run(context ->
                        assertThat(context.getBean(UserSource.class).names()).containsExactly("somebody"));
    }

    @Test
    void aPasswordThatIsNotHashedIsRefusedAndNotShown() {
        portal.withPropertyValues(completed("portal.users[1].password", "secret"))
                .run(context -> assertThat(refusal(context))
                        .hasMessageContaining("portal.users[1].password")
                        .hasMessageContaining("{bcrypt}")
                        .hasMessageNotContaining("secret"));
    }

    @Test
    void hashesOfDifferentCostsAreRefusedBecauseTheyTellWhoExists() {
        portal.withPropertyValues(completed("portal.users[1].password", HASH.replace("$10$", "$12$")))
                .run(context -> assertThat(refusal(context))
                        .hasMessageContaining("portal.users[1].password")
                        .hasMessageContaining("the cost of the others, which is 10")
                        .hasMessageNotContaining(HASH.substring(15)));
    }

    @Test
    void aCookieForOneHostReachesApplicationsOfThatHostOnly() {
        portal.withPropertyValues(
                        "session-store.sso.cookie-domain=",
                        "session-store.sso.portal-url=http://localhost:8080",
                        "portal.applications[0].name=Same host",
                        "portal.applications[0].url=http://localhost:8081/")
                .run(context -> assertThat(context).hasNotFailed());
        portal.withPropertyValues("session-store.sso.cookie-domain=")
                .run(context -> assertThat(refusal(context)).hasMessageContaining("portal.applications[0].url"));
    }

    @Test
    void anApplicationThatTheSecureCookieDoesNotReachIsRefused() {
        String[] secure = {
            "session-store.sso.portal-url=https://portal.sso.localhost",
            "portal.applications[0].name=One",
            "portal.applications[0].url=https://app1.sso.localhost/",
            "portal.applications[1].name=Two",
            "portal.applications[1].url=http://app2.sso.localhost/"
        };
        portal.withPropertyValues(secure)
                .run(context -> assertThat(refusal(context))
                        .hasMessageContaining("portal.applications[1].url")
                        .hasMessageContaining("'http://app2.sso.localhost/'")
                        .hasMessageContaining("write it with https"));
        portal.withPropertyValues(secure)
                .withPropertyValues("session-store.sso.cookie-secure=false")
                .run(context -> assertThat(context).hasNotFailed());
        portal.withPropertyValues("session-store.sso.cookie-secure=true")
                .run(context -> assertThat(refusal(context)).hasMessageContaining("portal.applications[0].url"));
    }

    @Test
    void aCookieDomainWithoutThePortalIsRefused() {
        portal.withPropertyValues("session-store.sso.portal-url=http://portal.example.com")
                .run(context -> assertThat(refusal(context)).hasMessageContaining("sso.cookie-domain"));
    }

    /** Properties replace a list as a whole, so the entries before and around the wrong one are said too. */
    private static String[] completed(String property, String value) {
        String[] all = {
            "portal.applications[0].name=One",
            "portal.applications[0].url=http://app1.sso.localhost:8081/",
            "portal.applications[1].name=Two",
            "portal.applications[1].url=http://app2.sso.localhost:8082/",
            "portal.users[0].uid=dwho",
            "portal.users[0].password=" + HASH,
            "portal.users[1].uid=rtyler",
            "portal.users[1].password=" + HASH,
            "portal.users[2].uid=msmith",
            "portal.users[2].password=" + HASH
        };
        return Stream.concat(
                        Stream.of(all).filter(line -> !line.startsWith(property + "=")),
                        Stream.of(property + "=" + value))
                .toArray(String[]::new);
    }

    private static Throwable refusal(AssertableWebApplicationContext context) {
        Throwable failure = context.getStartupFailure();
        while (failure != null && !(failure instanceof InvalidOptionException)) {
            failure = failure.getCause();
        }
        return failure;
    }
}

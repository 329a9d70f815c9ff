package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.MutableClock;
import org.memorycached.session.limits.AttemptLimits;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.Tier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Guessing passwords. The clients are behind a proxy, so that each can have an address of its own. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "portal.trusted-proxies=127.0.0.1,::1")
@Import({PortalTest.Servers.class, AttemptsTest.Time.class})
class AttemptsTest {

    @TestConfiguration(proxyBeanMethods = false)
    static class Time {

        @Bean
        MutableClock clock() {
            return new MutableClock();
        }

        @Bean
        Counts counts() {
            return new Counts(new SwitchableServers(), new SwitchableServers(), new AtomicReference<>(() -> {}));
        }

        @Bean
        AttemptLimits attemptLimits(Counts counts, MutableClock clock) {
            return new AttemptLimits(
                    new Tier(List.of(
                            counts.one().connect(ServerAddress.parse("one:11211")),
                            counts.other().connect(ServerAddress.parse("other:11211")))),
                    clock);
        }
    }

    /** Where attempts are counted, and what happens between the check of a password and the start of the session. */
    record Counts(SwitchableServers one, SwitchableServers other, AtomicReference<Runnable> atNextSuccess) {

        @EventListener
        void passwordWasRight(AuthenticationSuccessEvent event) {
            atNextSuccess.getAndSet(() -> {}).run();
        }

        void switchOff() {
            one.switchOff();
            other.switchOff();
        }

        void switchOn() {
            one.switchOn();
            other.switchOn();
        }
    }

    @DynamicPropertySource
    static void cheapPasswords(DynamicPropertyRegistry properties) {
        CheapUsers.register(properties);
    }

    private static final Duration WINDOW = Duration.ofMinutes(15);

    @Autowired
    private MutableClock clock;

    @Autowired
    private Counts counts;

    @Autowired
    private SwitchableServers sessions;

    @LocalServerPort
    private int port;

    @AfterEach
    void switchOn() {
        counts.switchOn();
        sessions.switchOn();
    }

    @AfterEach
    void nextWindow() {
        clock.advance(WINDOW);
    }

    private Browser at(String address) {
        return new Browser(port).with("X-Forwarded-For", address);
    }

    private int failures(Browser browser, String name, int times) {
        return (int) IntStream.range(0, times)
                .filter(i -> browser.signIn(name, "wrong").statusCode() == 401)
                .count();
    }

    /** As somebody who always waits as long as they are told. */
    private int patientFailures(Browser browser, String name, int times) {
        int failures = 0;
        for (int i = 0; i < times; i++) {
            HttpResponse<String> answer = browser.signIn(name, "wrong");
            if (answer.statusCode() == 429) {
                clock.advance(retryAfter(answer));
            } else {
                failures++;
            }
        }
        return failures;
    }

    private static Duration retryAfter(HttpResponse<String> answer) {
        return Duration.ofSeconds(
                answer.headers().firstValue("Retry-After").map(Long::parseLong).orElseThrow());
    }

    private static boolean isSignedIn(HttpResponse<String> answer) {
        return answer.statusCode() == 302 && Browser.location(answer).equals("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dwho", "nobody"})
    void afterFiveFailuresPausesGrowAndAreTold(String name) {
        Browser guesser = at("198.51.100.1");
        assertThat(failures(guesser, name, 5)).isEqualTo(5);

        for (int seconds : new int[] {1, 2, 4, 8}) {
            HttpResponse<String> refused = guesser.signIn(name, "wrong");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(retryAfter(refused)).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(refused.body().replaceAll("\\s+", " "))
                    .contains("id=\"error\" role=\"alert\"", "There were too many attempts", "value=\"" + name + "\"")
                    .contains("<strong id=\"wait\">" + seconds + (seconds == 1 ? " second<" : " seconds<"));
            clock.advance(Duration.ofSeconds(seconds));
            assertThat(guesser.signIn(name, "wrong").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void duringAPauseTheRightPasswordIsNotLookedAtAndAfterItItIs() {
        Browser user = at("198.51.100.1");
        failures(user, "dwho", 5);

        assertThat(user.signIn("dwho", "dwho").statusCode()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(1));
        assertThat(isSignedIn(user.signIn("dwho", "dwho"))).isTrue();
        assertThat(failures(at("198.51.100.1"), "dwho", 5)).as("counted anew").isEqualTo(5);
    }

    @Test
    void nobodyHasMoreThanTwentyGuessesInAWindow() {
        assertThat(patientFailures(at("198.51.100.1"), "dwho", 36)).isEqualTo(20);
        HttpResponse<String> refused = at("198.51.100.1").signIn("dwho", "wrong");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(retryAfter(refused)).isLessThanOrEqualTo(WINDOW);
        assertThat(refused.body()).containsPattern("id=\"wait\">\\d+ (minutes|seconds)<");

        clock.advance(retryAfter(refused));
        assertThat(at("198.51.100.1").signIn("dwho", "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void aStrangerDoesNotLockOutAUserAtAnotherAddress() {
        patientFailures(at("198.51.100.1"), "dwho", 36);

        assertThat(isSignedIn(at("203.0.113.5").signIn("dwho", "dwho"))).isTrue();
    }

    @Test
    void aStrangerAtTheSameAddressDoesNotLockOutTheUsersOwnBrowser() {
        Browser user = at("198.51.100.1");
        user.signIn("dwho", "dwho");
        user.signOut();
        Browser stranger = at("198.51.100.1");
        failures(stranger, "dwho", 20);
        for (int i = 0; i < 120; i++) {
            stranger.signIn("name" + i, "wrong");
        }
        assertThat(stranger.signIn("anybody", "wrong").statusCode()).isEqualTo(429);
        assertThat(stranger.signIn("dwho", "dwho").statusCode()).isEqualTo(429);

        assertThat(isSignedIn(user.signIn("dwho", "dwho"))).isTrue();
    }

    @Test
    void aKnownBrowserGuessesNoMoreThanAnyOther() {
        Browser stolen = at("198.51.100.1");
        stolen.signIn("dwho", "dwho");
        stolen.signOut();

        assertThat(failures(stolen, "dwho", 5)).isEqualTo(5);
        assertThat(stolen.signIn("dwho", "wrong").statusCode()).isEqualTo(429);
        assertThat(stolen.with("X-Forwarded-For-2", "x").signIn("dwho", "dwho").statusCode())
                .isEqualTo(429);
    }

    @Test
    void anothersBrowserIsNotKnownAsTheUsers() {
        Browser attacker = at("198.51.100.1");
        attacker.signIn("msmith", "msmith");
        attacker.signOut();
        patientFailures(attacker, "dwho", 36);

        assertThat(attacker.signIn("dwho", "dwho").statusCode()).isEqualTo(429);
    }

    @Test
    void aPlantedDeviceDoesNotBecomeTheUsers() {
        String planted = "0123456789abcdef0123456789abcdef";
        Browser user = at("198.51.100.1");
        user.plant("device", planted);
        user.signIn("dwho", "dwho");

        assertThat(user.setCookie("device"))
                .doesNotContain(planted)
                .contains("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000")
                .doesNotContain("Domain");
    }

    @Test
    void underAttackFromManyAddressesEachHasOneAttemptAndTheUserStillComesIn() {
        for (int i = 0; i < 50; i++) {
            assertThat(at("198.51.100." + i).signIn("dwho", "wrong").statusCode())
                    .isEqualTo(401);
        }
        Browser fresh = at("203.0.113.1");
        assertThat(fresh.signIn("dwho", "wrong").statusCode()).isEqualTo(401);
        assertThat(fresh.signIn("dwho", "wrong").statusCode()).isEqualTo(429);

        assertThat(isSignedIn(at("203.0.113.2").signIn("dwho", "dwho"))).isTrue();
        clock.advance(WINDOW);
        assertThat(isSignedIn(fresh.signIn("dwho", "dwho"))).isTrue();
    }

    @Test
    void oneAddressTriesAHundredNamesAndNoMore() {
        int failures = 0;
        for (int i = 0; i < 110; i++) {
            failures += failures(at("198.51.100.1"), "name" + i, 1);
        }
        assertThat(failures).isEqualTo(100);
        assertThat(failures(at("198.51.100.2"), "name1", 1)).isEqualTo(1);
    }

    @Test
    void whoHasSucceededCountsForNothing() {
        for (int i = 0; i < 110; i++) {
            assertThat(isSignedIn(at("198.51.100.1").signIn("dwho", "dwho"))).isTrue();
        }
    }

    @Test
    void whoseCountsGoAwayWhileTheySignInIsSignedIn() {
        counts.atNextSuccess().set(counts::switchOff);
        assertThat(isSignedIn(at("198.51.100.1").signIn("dwho", "dwho"))).isTrue();
        counts.switchOn();
        assertThat(failures(at("198.51.100.1"), "dwho", 5))
                .as("the attempt has counted")
                .isEqualTo(4);
    }

    @Test
    void anOutageBehindTheRightPasswordCountsForNothing() {
        counts.one().switchOff(); // so that half of the counts are on a server that is not their first
        for (String address : List.of("198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4")) {
            counts.atNextSuccess().set(sessions::switchOff);
            assertThat(at(address).signIn("dwho", "dwho").statusCode()).isEqualTo(503);
            sessions.switchOn();
            assertThat(failures(at(address), "dwho", 5)).as(address).isEqualTo(5);
        }
    }

    @Test
    void ownSuccessesDoNotClearAnAddresssFailures() {
        int failures = 0;
        for (int i = 0; i < 110; i++) {
            at("198.51.100.1").signIn("msmith", "msmith");
            failures += failures(at("198.51.100.1"), "name" + i, 1);
        }
        assertThat(failures).isEqualTo(100);
    }

    @Test
    void allSpellingsOfANameAreCountedTogether() {
        String[] spellings = {"dwho", "DWHO", " dwho ", "dw\u00ADho", "\uFF44who", "dwho\u200B"};
        Browser guesser = at("198.51.100.1");
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.signIn(spellings[i], "wrong").statusCode()).isEqualTo(401);
        }
        assertThat(guesser.signIn(spellings[5], "wrong").statusCode()).isEqualTo(429);
    }

    @Test
    void allAddressesOfANetworkAreCountedTogether() {
        for (int i = 1; i <= 5; i++) {
            assertThat(at("2001:db8:1:2::" + i).signIn("dwho", "wrong").statusCode())
                    .isEqualTo(401);
        }
        assertThat(at("2001:db8:1:2:ffff::6").signIn("dwho", "wrong").statusCode())
                .isEqualTo(429);
        assertThat(at("2001:db8:1:3::1").signIn("dwho", "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void manyNetworksOfOneSiteHaveNoMoreGuessesAtANameThanOneClientUnderAttack() {
        long guesses = IntStream.range(0, 200)
                .filter(i -> at("2001:db8:1:" + Integer.toHexString(i * 300) + "::1")
                                .signIn("dwho", "wrong")
                                .statusCode()
                        == 401)
                .count();

        assertThat(guesses)
                .as("50 until it is an attack, and the site's only one after that")
                .isEqualTo(51);
        assertThat(isSignedIn(at("2001:db8:2:1::1").signIn("dwho", "dwho"))).isTrue();
    }

    @Test
    void whatAClientWritesBeforeItsAddressIsNotRead() {
        for (int i = 0; i < 5; i++) {
            assertThat(at("203.0.113." + i + ", 198.51.100.1")
                            .signIn("dwho", "wrong")
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(at("203.0.113.99, 198.51.100.1").signIn("dwho", "wrong").statusCode())
                .isEqualTo(429);
    }

    @Test
    void aForgedFormCostsItsVictimNothing() {
        Browser victim = at("198.51.100.1");
        for (int i = 0; i < 30; i++) {
            assertThat(victim.post("/login", Map.of("username", "dwho", "password", "wrong"))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(isSignedIn(victim.signIn("dwho", "dwho"))).isTrue();
    }

    @Test
    void behindAConfiguredProxyHttpsIsWhatTheProxySays() {
        Browser secure = at("198.51.100.1")
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", "portal.example.com")
                .with("X-Forwarded-Port", "443");
        assertThat(secure.get("/login").statusCode()).isEqualTo(200);
        assertThat(secure.setCookie("__Host-csrf")).contains("Secure");

        Browser plain = at("198.51.100.1").with("X-Forwarded-Host", "portal.example.com");
        assertThat(plain.get("/login").statusCode()).isEqualTo(403);
    }
}

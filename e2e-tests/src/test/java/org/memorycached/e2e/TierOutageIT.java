package org.memorycached.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.e2e.environment.Browser;
import org.memorycached.e2e.environment.JarEnvironment;
import org.memorycached.e2e.environment.PlainHttp;
import org.memorycached.e2e.environment.Required;
import org.memorycached.e2e.pages.Application;
import org.memorycached.e2e.pages.ApplicationPage;
import org.memorycached.e2e.pages.LoginPage;
import org.memorycached.e2e.pages.LogoutPage;
import org.memorycached.e2e.pages.Portal;
import org.memorycached.session.testing.RealMemcached;

/** What a user sees when memcached stops: never "please sign in" while nobody can tell. */
class TierOutageIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    /** The lease of a copy, a second; one timeout of the central tier, half of one; and as much for a busy machine. */
    private static final Duration LEASE_AND_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final PlainHttp http = new PlainHttp();

    private JarEnvironment sso;
    private Browser browser;
    private Portal portal;
    private Application app1;

    @BeforeEach
    void open() {
        Required.assume(
                Required.MEMCACHED,
                RealMemcached.isAvailable(),
                "no real memcached to stop (install Docker or memcached)");
        browser = Browser.start();
        sso = JarEnvironment.shared();
        portal = new Portal(browser.driver(), sso.portal());
        app1 = new Application(browser.driver(), sso.app1());
        whenAllIsWellAgain();
    }

    /** The test before may have left servers that have just come back. */
    private void whenAllIsWellAgain() {
        await().atMost(SOON.multipliedBy(2))
                .until(() -> sso.isCentralTierWhole()
                        && http.get(sso.portal(), "/actuator/health/readiness").statusCode() == 200
                        && http.get(sso.app1(), "/actuator/health/readiness").statusCode() == 200);
    }

    @AfterEach
    void close() {
        if (sso != null) {
            sso.repair();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void one_dead_central_server_is_noticed_by_nobody() {
        oneServerAwayIsNoticedByNobody(sso::killCentralServer);
    }

    @Test
    void one_frozen_central_server_is_noticed_by_nobody() {
        oneServerAwayIsNoticedByNobody(sso::freezeCentralServer);
    }

    /** One after the other: what was written while the first was away must be on it when the second goes. */
    private void oneServerAwayIsNoticedByNobody(IntConsumer accident) {
        portal.open().signInAs("dwho");
        String first = cookie();
        for (int server = 0; server < 2; server++) {
            await().atMost(SOON).until(sso::isCentralTierWhole);
            await().pollDelay(LOOK).until(() -> true); // every application looks four times a second
            accident.accept(server);
            assertThat(app1.open("/").signedInAs()).contains("dwho");
            assertThat(portal.menu().text()).contains("Doctor Who");
            try (Browser newcomer = Browser.start()) {
                Portal elsewhere = new Portal(newcomer.driver(), sso.portal());
                elsewhere.open().signInAs("rtyler");
                assertThat(new Application(newcomer.driver(), sso.app1())
                                .open("/")
                                .signedInAs())
                        .contains("rtyler");
                browser.driver().get(sso.portal() + "/logout");
                new LogoutPage(browser.driver()).confirm();
                await().atMost(SOON).until(() -> status(first) != 200);
            }
            sso.repair();
            assertThat(status(first))
                    .as("with both servers, and the one that was away")
                    .isNotEqualTo(200);
            portal.open().signInAs("dwho");
        }
    }

    @Test
    void a_frozen_central_tier_is_a_503_and_nobody_has_to_sign_in_again() {
        portal.open().signInAs("dwho");
        app1.open("/");
        sso.freezeCentralTier();
        await().atMost(LEASE_AND_TIMEOUT)
                .untilAsserted(() -> assertThat(status()).isEqualTo(503));
        ApplicationPage unavailable = app1.open("/");
        assertThat(unavailable.text()).contains("do not answer", "have not been signed out");
        assertThat(http.get(sso.app1(), "/", "Cookie", cookie()).headers().firstValue("Retry-After"))
                .isPresent();
        assertThat(http.get(sso.app1(), "/api/me", "Cookie", cookie(), "Accept", "application/json")
                        .statusCode())
                .isEqualTo(503);
        sso.repair();
        await().atMost(SOON).untilAsserted(() -> assertThat(status()).isEqualTo(200));
        assertThat(app1.open("/").signedInAs()).contains("dwho");
    }

    @Test
    void a_dead_central_tier_is_told_at_sign_in_and_the_way_back_is_kept() {
        LoginPage login = app1.openSignedOut("/?kept=yes");
        sso.killCentralTier();
        LoginPage refused = login.signInWrongly("dwho", "dwho"); // right, but nobody can store the session
        assertThat(refused.error()).contains("not possible right now");
        assertThat(browser.sessionCookie()).isEmpty();
        sso.repair();
        await().atMost(SOON).ignoreExceptions().until(() -> {
            LoginPage again = new LoginPage(browser.driver());
            return again.isShown()
                    ? again.signInToReturnAs("dwho").url().equals(sso.app1() + "/?kept=yes")
                    : browser.driver().getCurrentUrl().equals(sso.app1() + "/?kept=yes");
        });
    }

    @Test
    void a_dead_central_tier_does_not_claim_that_somebody_signed_out() {
        portal.open().signInAs("dwho");
        sso.killCentralTier();
        await().atMost(SOON).untilAsserted(() -> assertThat(status()).isEqualTo(503));
        assertThat(app1.open("/").text()).contains("have not been signed out");
        browser.driver().get(sso.portal() + "/logout");
        LogoutPage notYet = new LogoutPage(browser.driver()).confirm();
        assertThat(notYet.text()).contains("You are not signed out yet");
        assertThat(browser.sessionCookie()).as("the means to try again").isPresent();
    }

    @Test
    void a_dead_local_tier_costs_nothing_but_time() {
        portal.open().signInAs("dwho");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(app1.open("/").answeredBy()).isEqualTo("local tier"));
        sso.killLocalTierOfApp1();
        assertThat(app1.open("/").answeredBy()).isEqualTo("central tier");
        assertThat(app1.open("/").signedInAs()).contains("dwho");
        sso.repair();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(app1.open("/").answeredBy()).isEqualTo("local tier"));
    }

    private int status() {
        return status(cookie());
    }

    private int status(String cookie) {
        return http.get(sso.app1(), "/", "Cookie", cookie).statusCode();
    }

    private String cookie() {
        return "sso_session="
                + browser.sessionCookie()
                        .orElseThrow(() -> new AssertionError(
                                "Not signed in: " + browser.driver().getPageSource()))
                        .getValue();
    }
}

package org.memorycached.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.CacheServers;
import org.memorycached.app.testing.Page;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

@ApplicationTest
class SecurityPolicyTest {

    @Autowired
    Browser browser;

    @Autowired
    CacheServers servers;

    @Autowired
    SessionStore store;

    @AfterEach
    void heal() {
        servers.heal();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/a/b?c=d", "/?first=1&second=a%20b%2Bc", "/nope", "/actuator/env", "/%C3%BC?q=~~~???"})
    void nobody_is_sent_to_the_portal_and_comes_back_to_the_exact_url(String path) {
        Page page = browser.open(path).get().is(302);
        assertThat(page.header("Location")).contains("op=c");
        assertThat(page.returnUrl()).isEqualTo(browser.origin() + path);
        assertThat(page.header("Cache-Control")).contains("no-store");
    }

    @Test
    void a_dead_session_is_sent_to_the_portal_with_another_reason() {
        SessionId id = browser.signInAsUser();
        store.delete(id);
        assertThat(browser.open("/").as(id).get().is(302).header("Location")).contains("op=t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/app.css",
                "/webjars/picocss__pico/css/pico.min.css",
                "/assets/icon.svg",
                "/actuator/health/liveness"
            })
    void what_is_open_to_all_reads_no_session_and_works_in_an_outage(String path) {
        SessionId id = browser.signInAsUser();
        browser.open(path).as(id).get().is(200);
        assertThat(servers.sessionKeys()).isEmpty();
        servers.takeCentralTierDown();
        browser.open(path).as(id).get().is(200);
        assertThat(servers.sessionKeys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/readiness"})
    void a_node_without_any_central_server_is_not_ready(String path) {
        browser.open(path).get().is(200);
        servers.takeCentralTierDown();
        browser.open(path).get().is(503);
        servers.heal();
        browser.open(path).get().is(200);
        assertThat(servers.sessionKeys()).isEmpty();
    }

    @Test
    void a_missing_style_sheet_reads_no_session_either() {
        SessionId id = browser.signInAsUser();
        browser.open("/assets/nope.css").as(id).get().is(404);
        assertThat(servers.sessionKeys()).isEmpty();
    }

    @Test
    void the_pages_name_style_sheets_that_are_there_and_can_be_kept() {
        String body = browser.open("/").as(browser.signInAsUser()).get().body();
        Pattern.compile("rel=\"(?:stylesheet|icon)\"[^>]* href=\"([^\"]+)\"")
                .matcher(body)
                .results()
                .map(link -> browser.open(link.group(1)).get().is(200))
                .forEach(file -> assertThat(file.header("Cache-Control")).contains("max-age=31536000", "public"));
        assertThat(body).contains("/webjars/picocss__pico/2.").containsPattern("/assets/app-[0-9a-f]{32}\\.css");
    }

    /** Answers for scripts need no links to files; the pages of their errors do. */
    @Test
    void an_error_page_names_style_sheets_that_can_be_kept_wherever_the_error_was() {
        assertThat(browser.open("/api/nope")
                        .as(browser.signInAsUser())
                        .get()
                        .is(404)
                        .body())
                .containsPattern("/assets/app-[0-9a-f]{32}\\.css");
    }

    /** A link that could be a file is looked for in every jar each time that a page is written. */
    @Test
    void no_link_but_one_to_a_file_is_looked_for_in_the_jars(@Autowired ResourceUrlProvider files) {
        assertThat(files.getHandlerMap()).containsOnlyKeys("/assets/**", "/webjars/**");
    }

    @Test
    void only_health_is_told_of_the_applications_inside() {
        Page health = browser.open("/actuator/health").get().is(200);
        assertThat(health.body()).contains("\"UP\"").doesNotContain("components", "diskSpace", "central1");
        SessionId admin = browser.signInAsAdministrator();
        for (String path : new String[] {"/actuator", "/actuator/env", "/actuator/heapdump"}) {
            browser.open(path).as(admin).get().is(404);
        }
        for (String path : new String[] {"/actuator/metrics", "/actuator/sessionstore"}) {
            browser.open(path).as(browser.signInAsUser()).get().is(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/readiness"})
    void administrators_and_nobody_else_see_which_server_is_well(String path) {
        String told = browser.open(path)
                .as(browser.signInAsAdministrator())
                .get()
                .is(200)
                .body();
        assertThat(told).contains("central central1:11211", "central central2:11211", "local local:11211");
        for (Page page : new Page[] {
            browser.open(path).get(),
            browser.open(path).as(browser.signInAsUser()).get(),
            browser.open(path).cookie("junk").get()
        }) {
            assertThat(page.is(200).body()).contains("\"UP\"").doesNotContain("components", "details", "central1");
        }
        SessionId unknownNow = browser.signInAsAdministrator();
        servers.takeCentralTierDown();
        browser.open(path).as(unknownNow).get().is(503);
    }

    @Test
    void the_container_never_makes_a_session_of_its_own() {
        SessionId id = browser.signInAsUser();
        for (String path : new String[] {"/", "/admin", "/api/me", "/nope", "/assets/app.css", "/error", "/logout"}) {
            for (Page page : new Page[] {
                browser.open(path).get(),
                browser.open(path).as(id).get(),
                browser.open(path).post(),
                browser.open(path).as(id).post()
            }) {
                assertThat(page.response().headers().allValues("Set-Cookie"))
                        .as(path)
                        .noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
            }
        }
    }

    @Test
    void the_application_never_sets_or_takes_back_the_cookie() {
        SessionId id = browser.signInAsUser();
        for (Page page : new Page[] {
            browser.open("/").as(id).get(),
            browser.open("/").get(),
            browser.open("/").cookie("junk").get()
        }) {
            assertThat(page.header("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void pages_are_kept_by_nobody_framed_by_nobody_and_run_nothing() {
        SessionId id = browser.signInAsUser();
        for (Page page : new Page[] {
            browser.open("/").as(id).get(),
            browser.open("/admin").as(id).get(),
            browser.open("/nope").as(id).get()
        }) {
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "script-src");
            assertThat(page.body()).doesNotContain("<script", "<style", " style=\"", "javascript:", " onclick");
        }
    }

    /** Weak spot 11: whoever is in front of the application, or pretends to be, cannot say who is signed in. */
    @Test
    void identity_headers_of_the_request_mean_nothing() {
        for (String header :
                new String[] {"Auth-User", "X-Forwarded-User", "Remote-User", "X-Remote-User", "Auth-Groups"}) {
            browser.open("/admin").header(header, "rtyler").get().is(302);
            browser.open("/admin")
                    .as(browser.signInAsUser())
                    .header(header, "rtyler")
                    .get()
                    .is(403);
        }
        browser.open("/").header("Authorization", "Basic dXNlcjp1c2Vy").get().is(302);
    }

    @Test
    void there_are_no_users_of_the_applications_own(@Autowired ApplicationContext context) {
        assertThat(context.getBeanNamesForType(UserDetailsService.class)).isEmpty();
    }
}

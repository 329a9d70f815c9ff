package org.memorycached.app.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.Page;
import org.memorycached.session.SessionId;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class HomePageTest {

    @Autowired
    Browser browser;

    @Test
    void says_who_you_are() {
        Page page = browser.open("/").as(browser.signInAsUser()).get().is(200);
        assertThat(page.text("app-name")).isEqualTo("Application 1");
        assertThat(page.text("signed-in-as")).isEqualTo("Doctor Who (dwho)");
        assertThat(page.text("uid")).isEqualTo("dwho");
        assertThat(page.text("roles")).isEqualTo("user");
        assertThat(page.text("attributes")).contains("mail", "dwho@example.com", "uid_MD5");
        assertThat(page.body()).contains("<html lang=\"en\">", "<title>Your session · Application 1</title>");
    }

    @Test
    void somebody_without_a_full_name_is_called_by_the_uid() {
        Page page = browser.open("/")
                .as(browser.signInAs(Map.of("uid", "msmith")))
                .get()
                .is(200);
        assertThat(page.text("signed-in-as")).isEqualTo("msmith");
        assertThat(page.text("roles")).isEqualTo("none");
    }

    @Test
    void says_how_it_was_answered() {
        SessionId id = browser.signInAsUser();
        Page page = browser.open("/").as(id).get().is(200);
        assertThat(page.text("tier")).isIn("central tier", "local tier", "heap copy");
        assertThat(page.text("micros")).matches("\\d+");
        assertThat(page.text("age")).matches("just read|\\d+ ms|\\d+\\.\\d s");
    }

    @Test
    void the_second_view_is_answered_by_a_copy_which_shows_its_stamp() {
        SessionId id = browser.signInAsUser();
        await().untilAsserted(() -> {
            Page page = browser.open("/").as(id).get().is(200);
            assertThat(page.text("tier")).isEqualTo("heap copy");
            assertThat(page.text("stamp")).matches("central\\d:11211 at \\d+, central\\d:11211 at \\d+");
            assertThat(page.text("age")).matches("\\d+ ms|\\d+\\.\\d s");
        });
    }

    @Test
    void times_are_for_people_and_for_machines() {
        Page page = browser.open("/").as(browser.signInAsUser()).get();
        assertThat(page.text("created")).matches("(?s)(just now|\\d+ seconds? ago)\\s.* UTC");
        assertThat(page.text("expires")).startsWith("in 30 minutes");
        assertThat(Pattern.compile("<time datetime=\"([^\"]+)\"")
                        .matcher(page.body())
                        .results()
                        .map(MatchResult::toString)
                        .count())
                .isEqualTo(3);
        Pattern.compile("<time datetime=\"([^\"]+)\"")
                .matcher(page.body())
                .results()
                .forEach(time -> assertThat(Instant.parse(time.group(1))).isNotNull());
    }

    @Test
    void links_to_the_portal_and_to_the_admin_page() {
        Page page = browser.open("/").as(browser.signInAsUser()).get();
        assertThat(page.body())
                .contains("href=\"http://portal.sso.localhost:8080/\"")
                .contains("id=\"sign-out\" href=\"http://portal.sso.localhost:8080/logout\"")
                .contains("href=\"/admin\"");
    }

    /** Attributes come from a directory that people fill in. */
    @Test
    void attributes_are_text_and_never_markup() {
        String script = "<script>alert('x')</script>";
        Page page = browser.open("/")
                .as(browser.signInAs(
                        Map.of("uid", "dwho", "cn", script, "<b>name", "\"><img src=x>", "roles", List.of(script))))
                .get()
                .is(200);
        assertThat(page.body()).doesNotContain("<script", "<img", "<b>").contains("&lt;script&gt;");
    }

    @Test
    void any_value_that_a_session_can_hold_is_shown() {
        Map<String, Object> attributes = new HashMap<>(Map.of("uid", "dwho", "visits", 7, "ratio", 0.5, "vip", true));
        attributes.put("nothing", null);
        attributes.put("groups", Arrays.asList("a", 1, null, List.of("b")));
        attributes.put("address", Map.of("town", "Cardiff"));
        Page page = browser.open("/").as(browser.signInAs(attributes)).get().is(200);
        assertThat(page.text("attributes")).contains("7", "0.5", "true", "a, 1, null, b", "town", "Cardiff");
    }
}

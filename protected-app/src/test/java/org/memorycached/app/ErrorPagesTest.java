package org.memorycached.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.Page;
import org.memorycached.session.SessionId;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ApplicationTest
@ExtendWith(OutputCaptureExtension.class)
class ErrorPagesTest {

    @Autowired
    Browser browser;

    @Test
    void a_page_that_does_not_exist_says_so() {
        Page page = browser.open("/nope").as(browser.signInAsUser()).get().is(404);
        assertThat(page.text("message")).isEqualTo("There is nothing at this address.");
        assertThat(page.text("signed-in-as")).isEqualTo("Doctor Who (dwho)");
    }

    /** A button reacts to the space key, which a link does not, and no page has a script that could make it. */
    @Test
    void no_link_says_that_it_is_a_button() throws IOException {
        try (Stream<Path> templates = Files.walk(Path.of("src/main/resources/templates"))) {
            assertThat(templates.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(template -> assertThat(template).content().doesNotContain("role=\"button\""));
        }
    }

    @Test
    void a_script_gets_json_without_messages() {
        Page page = browser.open("/nope")
                .as(browser.signInAsUser())
                .header("Accept", "application/json")
                .get()
                .is(404);
        assertThat(page.json().get("status").asInt()).isEqualTo(404);
        assertThat(page.body()).doesNotContain("message", "trace", "exception");
    }

    @Test
    void a_request_that_is_wrong_gets_a_page_in_words() {
        Page page = browser.open("/a;b=c").as(browser.signInAsUser()).get().is(400);
        assertThat(page.text("message")).isEqualTo("This request could not be understood.");
        assertThat(page.body()).doesNotContain("Exception", "at org.");
    }

    @Test
    void a_form_that_nobody_offered_is_refused() {
        Page page = browser.open("/").as(browser.signInAsUser()).post().is(403);
        assertThat(page.text("message")).isNotEmpty();
    }

    @Test
    void ids_and_values_never_reach_the_log(CapturedOutput log) {
        SessionId id = browser.signInAsUser();
        for (String path : new String[] {"/", "/admin", "/api/me", "/nope", "/a;b=c"}) {
            browser.open(path).as(id).get();
            browser.open(path).as(id).post();
        }
        assertThat(log.getAll()).doesNotContain(id.value(), "Doctor Who", "dwho@example.com");
    }
}

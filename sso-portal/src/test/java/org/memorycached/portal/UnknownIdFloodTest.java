package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** Somebody at the user's address tries more unknown ids than one address may. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "session-store.sso.unknown-ids-per-second=1")
@Import(PortalTest.Servers.class)
class UnknownIdFloodTest {

    @LocalServerPort
    private int port;

    private Browser browser;

    @BeforeEach
    void floodBeginsWhileTheLoginPageIsOpen() {
        browser = new Browser(port);
        browser.get("/login");
        browser.plant(Browser.SESSION, "0123456789abcdef0123456789abcdef");
        Browser stranger = new Browser(port);
        stranger.plant(Browser.SESSION, "fedcba9876543210fedcba9876543210");
        await().until(() -> stranger.get("/login").statusCode() == 200); // the only one of the second that begins
    }

    @Test
    void theLoginPageSaysWhatToDo() {
        HttpResponse<String> answer = browser.get("/login");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(words(answer))
                .contains("<h1>Too many requests</h1>", "You have not been signed out", ">Try again</a>");
    }

    @Test
    void signingInSaysWhenToTryAgain() {
        HttpResponse<String> answer = browser.submit("/login", Map.of("username", "dwho", "password", "dwho"));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(words(answer)).contains("Please try again in <strong id=\"wait\">a moment</strong>.");
    }

    @Test
    void signingOutSaysThatItIsNotDone() {
        HttpResponse<String> answer = browser.submit("/logout", Map.of());

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(words(answer)).contains("You are not signed out yet");
        assertThat(browser.has(Browser.SESSION)).isTrue();
    }

    private static String words(HttpResponse<String> page) {
        return page.body().replaceAll("\\s+", " ");
    }
}

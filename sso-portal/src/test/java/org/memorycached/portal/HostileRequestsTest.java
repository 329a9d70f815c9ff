package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.memorycached.session.testing.HostileRequests;
import org.memorycached.session.testing.HostileTraffic;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Ten thousand hostile requests over real sockets: no 5xx, no stack trace, in no answer and not in the log. */
@PortalTest
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestsTest {

    private static final int REQUESTS = 10_000;

    private static final List<String> PATHS = List.of(
            "/",
            "/",
            "/login",
            "/login",
            "/login?op=c&url=",
            "/logout",
            "/sessions",
            "/admin/sessions?uid=",
            "/nope",
            "/error",
            "/assets/portal.css",
            "/assets/icon.svg",
            "/webjars/picocss__pico/css/pico.min.css",
            "/actuator/health",
            "/actuator/env");

    @LocalServerPort
    private int port;

    @Test
    @Timeout(180) // 20 s on an idle machine
    void areAnsweredWithoutAFault(CapturedOutput log) {
        Browser browser = new Browser(port);
        browser.signIn("dwho", "dwho");
        String session = browser.sessionId().value();
        HostileTraffic traffic = HostileTraffic.send(
                port,
                REQUESTS,
                seed -> new HostileRequests(
                        20261124 + seed,
                        PATHS,
                        Browser.SESSION + "=" + session,
                        () -> "username=dwho&password=x&url=%ff&_csrf=x"));
        System.out.println("The portal answered " + traffic.statuses());

        assertThat(traffic.faults()).isEmpty();
        assertThat(traffic.statuses().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(REQUESTS);
        assertThat(traffic.statuses()).containsKeys("200", "302", "400", "403", "404");
        assertThat(traffic.statuses().getOrDefault("none", 0)).isLessThan(REQUESTS / 10);
        assertThat(log.getAll()).doesNotContain("\tat ", "Caused by", session);
        assertThat(browser.get("/").statusCode())
                .as("who was signed in still is")
                .isEqualTo(200);
    }
}

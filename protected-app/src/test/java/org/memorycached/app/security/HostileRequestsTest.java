package org.memorycached.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.session.SessionId;
import org.memorycached.session.testing.HostileRequests;
import org.memorycached.session.testing.HostileTraffic;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Ten thousand hostile requests over real sockets: no 5xx, no stack trace, in no answer and not in the log. */
@ApplicationTest
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestsTest {

    private static final int REQUESTS = 10_000;

    private static final List<String> PATHS = List.of(
            "/",
            "/",
            "/admin",
            "/admin/x",
            "/api/me",
            "/auth",
            "/nope",
            "/error",
            "/assets/app.css",
            "/assets/icon.svg",
            "/webjars/picocss__pico/css/pico.min.css",
            "/favicon.ico",
            "/actuator/health",
            "/actuator/env",
            "/.well-known/jwks.json");

    @LocalServerPort
    int port;

    @Autowired
    Browser browser;

    @Test
    @Timeout(180) // 20 s on an idle machine
    void are_answered_without_a_fault(CapturedOutput log) {
        SessionId id = browser.signInAsUser();
        HostileTraffic traffic = HostileTraffic.send(
                port,
                REQUESTS,
                seed -> new HostileRequests(20261124 + seed, PATHS, "sso_session=" + id.value(), () -> "a=b"));
        System.out.println("The application answered " + traffic.statuses());
        assertThat(traffic.faults()).isEmpty();
        assertThat(traffic.statuses().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(REQUESTS);
        // Not all of them end at the container's door: users were let in, strangers sent away, forms refused.
        assertThat(traffic.statuses()).containsKeys("200", "302", "400", "401", "403", "404");
        assertThat(traffic.statuses().getOrDefault("none", 0)).isLessThan(REQUESTS / 10);
        assertThat(log.getAll()).doesNotContain("\tat ", "Caused by", id.value());
        browser.open("/").as(id).get().is(200);
    }
}

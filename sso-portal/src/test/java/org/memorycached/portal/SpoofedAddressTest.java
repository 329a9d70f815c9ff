package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** No proxy is configured: whatever a client says about its address and connection is only talk. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"portal.attempts.first-pause=5m", "portal.attempts.longest-pause=5m"})
@Import(PortalTest.Servers.class)
class SpoofedAddressTest {

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void cheapPasswords(DynamicPropertyRegistry properties) {
        CheapUsers.register(properties);
    }

    @Test
    void aSpoofedAddressDoesNotEvadeTheLimit() {
        for (int i = 0; i < 5; i++) {
            assertThat(spoofing("203.0.113." + i).signIn("dwho", "wrong").statusCode())
                    .isEqualTo(401);
        }
        assertThat(spoofing("203.0.113.99").signIn("dwho", "wrong").statusCode())
                .isEqualTo(429);
    }

    private Browser spoofing(String address) {
        return new Browser(port)
                .with("X-Forwarded-For", address)
                .with("Forwarded", "for=" + address)
                .with("X-Real-IP", address);
    }

    @Test
    void aSpoofedSchemeAndHostAreNotBelieved() {
        Browser browser = new Browser(port)
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", "portal.example.com")
                .with("Forwarded", "proto=https;host=portal.example.com");
        browser.get("/login");

        assertThat(browser.setCookie("__Host-csrf")).isEmpty();
        assertThat(browser.setCookie("csrf")).isNotEmpty().doesNotContain("Secure");
    }
}

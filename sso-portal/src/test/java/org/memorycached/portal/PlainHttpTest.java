package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** What somebody reads who comes over plain http, and the property for networks where that is meant. */
class PlainHttpTest {

    private static Browser overHttp(int port) {
        return new Browser(port).with("X-Forwarded-For", "198.51.100.1").with("X-Forwarded-Host", "portal.example.com");
    }

    @SpringBootTest(
            webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
            properties = {
                "portal.trusted-proxies=127.0.0.0/8,::1",
                "session-store.sso.portal-url=https://portal.sso.localhost",
                "portal.applications[0].name=Wiki",
                "portal.applications[0].url=https://wiki.sso.localhost/"
            })
    @Import(PortalTest.Servers.class)
    @Nested
    class Refused {

        @LocalServerPort
        private int port;

        @Test
        void thePageSaysWhyAndWhereToGo() {
            assertThat(overHttp(port).get("/login").body().replaceAll("\\s+", " "))
                    .contains("Signing in needs https", "everybody on the way could read your password")
                    .contains("href=\"https://portal.sso.localhost\"")
                    .doesNotContain("id=\"password\"");
        }
    }

    @SpringBootTest(
            webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
            properties = {"portal.trusted-proxies=127.0.0.0/8,::1", "portal.allow-plain-http=true"})
    @Import(PortalTest.Servers.class)
    @Nested
    class Allowed {

        @LocalServerPort
        private int port;

        @Test
        void aPropertyAllowsIt() {
            assertThat(overHttp(port).signIn("dwho", "dwho").statusCode()).isEqualTo(302);
        }
    }
}

package org.memorycached.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.CacheServers;
import org.memorycached.session.SessionId;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Twenty thousand forged cookies over HTTP, with ids that are signed: no server of any tier is asked for a session. */
@ApplicationTest
@TestPropertySource(properties = "session-store.sso.cookie-keys=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
class ForgedCookieFloodTest {

    private static final int CONNECTIONS = 200;
    private static final int REQUESTS_EACH = 100; // as many as Tomcat answers on one connection
    private static final Pattern TO_THE_PORTAL = Pattern.compile("HTTP/1\\.1 302 [^/]*?\r\n");

    private final Random random = new Random(20261124);

    @LocalServerPort
    int port;

    @Autowired
    Browser browser;

    @Autowired
    CacheServers servers;

    @Test
    void asks_no_server_of_any_tier() throws IOException {
        servers.forgetKeys();
        long startedAt = System.nanoTime();
        int redirected = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            redirected += redirects(flood());
        }
        long micros = (System.nanoTime() - startedAt) / 1_000 / (CONNECTIONS * REQUESTS_EACH);
        System.out.println(CONNECTIONS * REQUESTS_EACH + " forged cookies over HTTP, " + micros + " µs each");
        assertThat(redirected).isEqualTo(CONNECTIONS * REQUESTS_EACH);
        assertThat(servers.sessionKeys()).isEmpty();
    }

    /** What makes the test above mean something: a bare id of a live session is a forgery too, where ids are signed. */
    @Test
    void the_bare_id_of_a_live_session_is_worth_nothing() {
        SessionId id = browser.signInAsUser();
        browser.open("/").as(id).get().is(302);
        assertThat(servers.sessionKeys()).isEmpty();
    }

    private static int redirects(String answers) {
        return (int) TO_THE_PORTAL.matcher(answers).results().count();
    }

    private String flood() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 1; i <= REQUESTS_EACH; i++) {
            requests.append("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nCookie: sso_session=")
                    .append(forged())
                    .append(i == REQUESTS_EACH ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String forged() {
        byte[] signature = new byte[32];
        random.nextBytes(signature);
        return "%016x%016x.".formatted(random.nextLong(), random.nextLong())
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }
}

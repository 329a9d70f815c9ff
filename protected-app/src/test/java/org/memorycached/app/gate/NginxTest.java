package org.memorycached.app.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.CacheServers;
import org.memorycached.session.SessionId;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Real nginx with {@code auth_request}, as the package's documentation says to configure it, in front of an application
 * that believes what its headers say.
 */
@ApplicationTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxTest {

    private static final Optional<Path> PROGRAM = Nginx.find();

    private static final String LOCATIONS = """
            location / {
                auth_request /auth;
                auth_request_set $auth_user  $upstream_http_auth_user;
                auth_request_set $auth_name  $upstream_http_auth_name;
                auth_request_set $auth_roles $upstream_http_auth_roles;
                auth_request_set $login      $upstream_http_location;
                error_page 401 = @login;
                error_page 500 = @unavailable;
                proxy_set_header Auth-User  $auth_user;
                proxy_set_header Auth-Name  $auth_name;
                proxy_set_header Auth-Roles $auth_roles;
                proxy_pass http://127.0.0.1:%1$d;
            }
            location /open/ {
                proxy_set_header Auth-User  "";
                proxy_set_header Auth-Name  "";
                proxy_set_header Auth-Roles "";
                proxy_pass http://127.0.0.1:%1$d;
            }
            location @login       { return 302 $login; }
            location @unavailable { add_header Retry-After 2 always; return 503; }
            location = /auth {
                internal;
                proxy_pass %2$s/auth;
                proxy_pass_request_body off;
                proxy_set_header Content-Length "";
                proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
            }
            """;

    private final HttpServer application = believing();

    private Nginx nginx;

    @Autowired
    Browser browser;

    @Autowired
    CacheServers servers;

    /** Tells each header that it was sent, by its name in lower case. */
    private static HttpServer believing() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                String headers = new TreeMap<>(exchange.getRequestHeaders())
                        .entrySet().stream()
                                .map(header -> header.getKey().toLowerCase() + "=" + header.getValue())
                                .collect(Collectors.joining("\n"));
                byte[] answer = ("path=" + exchange.getRequestURI() + "\n" + headers).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        assumeTrue(PROGRAM.isPresent(), "It needs nginx, and there is none here: " + Nginx.HOW_TO_GET_IT);
        application.start();
        nginx = Nginx.start(
                PROGRAM.get(),
                directory,
                LOCATIONS.formatted(application.getAddress().getPort(), browser.origin()));
    }

    @AfterAll
    void stop() {
        application.stop(0);
        if (nginx != null) {
            nginx.close();
        }
    }

    @AfterEach
    void heal() {
        servers.heal();
    }

    /** As it stands, because clients normalize paths and forbid headers that an attacker sends. */
    private String send(String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), nginx.port())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n"
                    + String.join("", headers) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String cookie(SessionId id) {
        return "Cookie: sso_session=" + id.value() + "\r\n";
    }

    @Test
    void the_application_learns_who_it_is_and_what_the_client_claims_is_gone() throws IOException {
        String answer = send(
                "/page",
                cookie(browser.signInAsUser()),
                "Auth-User: rtyler\r\n",
                "auth-user: rtyler\r\n",
                "Auth_User: rtyler\r\n",
                "AUTH_ROLES: admin\r\n",
                "Auth-Roles: admin\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("auth-user=[dwho]", "auth-name=[Doctor%20Who]", "auth-roles=[user]")
                .doesNotContain("rtyler", "admin");
    }

    @Test
    void nobody_is_sent_to_the_portal_with_the_way_back() throws IOException {
        String answer = send("/page?a=b", "Auth-User: rtyler\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 302")
                .containsPattern("Location: http://portal\\.sso\\.localhost:8080/login\\?op=c&url=[\\w-]+\r\n")
                .doesNotContain("path=");
    }

    @Test
    void an_open_path_passes_no_claim_on_either() throws IOException {
        String answer = send("/open/page", "Auth-User: rtyler\r\n", "AUTH_USER: rtyler\r\n", "Auth-Roles: admin\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("rtyler", "admin", "auth-");
    }

    /** LemonLDAP::NG's CVE-2020-24660: a path that was open as the handler read it, and protected as nginx did. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/../page",
                "/open/%2e%2e/page",
                "/open//../../page",
                "/open/./.././page",
                "//page",
                "/%70age",
                "/OPEN/page",
                "/open",
                "/open%2f..%2fpage"
            })
    void no_writing_of_a_path_leads_around_the_gate(String path) throws IOException {
        assertThat(send(path, "X-Original-URL: /open/page\r\n", "X-Original-URI: /open/page\r\n"))
                .matches("(?s)HTTP/1\\.1 (301|302|400) .*") // to the portal, to a path's own writing, refused
                .doesNotContain("path=");
    }

    @Test
    void the_gate_itself_cannot_be_asked_from_outside() throws IOException {
        assertThat(send("/auth", cookie(browser.signInAsUser()))).startsWith("HTTP/1.1 404");
    }

    @Test
    void an_outage_is_503_and_no_login_page() throws IOException {
        String cookie = cookie(browser.signInAsUser());
        servers.takeCentralTierDown();
        await().untilAsserted(() -> assertThat(send("/page", cookie))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 2")
                .doesNotContain("Location", "path="));
    }
}

package org.memorycached.session.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.PlainConnection;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;
import org.memorycached.session.web.CookieKeys;
import org.memorycached.session.web.SessionCookie;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

/** A flood of forged cookies against signed ids, as memcached itself counts what it is asked. */
@RequiresRealMemcached
class ForgedCookieFloodTest {

    private static final int FLOOD = 40_000;
    private static final Random RANDOM = new Random(20261124);

    /** Without a local tier there is no follower, so that each command is one that a request caused. */
    private static MemcachedInstance memcached;

    private static SessionStore store;

    private final SessionCookie cookie = new SessionCookie(
            "sso_session", null, null, CookieKeys.of(List.of(Base64.getEncoder().encodeToString(new byte[32]))));
    private final SsoFilter filter = new SsoFilter(new SessionAuthentication(
            store, cookie, "roles", new SessionLookups(store, FLOOD, Ticker.systemTicker()))); // no limit in the way

    @BeforeAll
    static void start() {
        memcached = RealMemcached.start();
        store = SessionStore.builder()
                .servers(memcached.address())
                .heapCopies(0) // nor a follower, whose polls would be counted
                .principal("uid")
                .build();
    }

    @AfterAll
    static void stop() {
        store.close();
        memcached.close();
    }

    @Test
    void costs_memcached_not_a_single_command() throws Exception {
        Map<String, String> before = commands();
        long startedAt = System.nanoTime();
        for (int i = 0; i < FLOOD; i++) {
            assertThat(whoAsksWith(forged(i))).isNull();
        }
        long nanosEach = (System.nanoTime() - startedAt) / FLOOD;
        Map<String, String> after = commands();
        System.out.println(
                FLOOD + " forged cookies, " + nanosEach / 1_000 + " µs each; memcached's counters: " + after);
        assertThat(after).isEqualTo(before);
    }

    /** What makes the test above mean something: the same filter asks memcached for what is signed. */
    @Test
    void a_real_cookie_is_looked_up() throws Exception {
        SessionId id = store.create(Map.of("uid", "dwho")).id();
        long gets = Long.parseLong(commands().get("cmd_get"));
        MockHttpServletResponse response = new MockHttpServletResponse();
        cookie.write(new MockHttpServletRequest(), response, id);
        assertThat(whoAsksWith(response.getCookie("sso_session").getValue())).isEqualTo("dwho");
        assertThat(Long.parseLong(commands().get("cmd_get"))).isEqualTo(gets + 1);
    }

    /** Well-formed, half of a real one, with a signature of another id, of another key, bare, too long. */
    private String forged(int i) {
        String id = "%016x%016x".formatted(RANDOM.nextLong(), RANDOM.nextLong());
        switch (i % 4) {
            case 0:
                return id;
            case 1:
                return id + "." + signature();
            case 2:
                return id + "." + signature() + signature();
            default:
                return id + ".".repeat(44);
        }
    }

    private static String signature() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String whoAsksWith(String value) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
        request.setCookies(new Cookie("sso_session", value));
        String[] name = new String[1];
        filter.doFilter(request, new MockHttpServletResponse(), (req, res) -> {
            if (SecurityContextHolder.getContext().getAuthentication() != null) {
                name[0] = SecurityContextHolder.getContext().getAuthentication().getName();
            }
        });
        SecurityContextHolder.clearContext();
        return name[0];
    }

    private static Map<String, String> commands() throws IOException {
        try (PlainConnection connection = PlainConnection.to(memcached.address())) {
            Map<String, String> commands = new TreeMap<>(connection.stats());
            commands.keySet().removeIf(name -> !name.matches("cmd_.*|.*_hits|.*_misses|total_items"));
            assertThat(commands).containsKeys("cmd_get", "cmd_set", "get_hits", "delete_misses", "cas_misses");
            return commands;
        }
    }
}

package org.memorycached.portal.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tomcat.util.buf.UDecoder;
import org.apache.tomcat.util.http.Parameters;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.memorycached.portal.CheapUsers;
import org.memorycached.portal.menu.RegisteredApplications;
import org.memorycached.session.testing.FuzzFigures;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.ServerConnector;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/**
 * The bytes of a login form, taken apart by Tomcat's parser, at the whole portal: no exception and no 5xx, nobody signed in
 * but with a name and its password, nobody sent out of the applications, and no mark-up in the page that shows what was
 * typed.
 */
@SpringBootTest(
        properties = {
            "portal.attempts.free-attempts=100000000",
            "portal.attempts.most-attempts=100000000",
            "portal.attempts.name-attempts=100000000",
            "portal.attempts.address-attempts=100000000"
        })
@AutoConfigureMockMvc
class LoginFormFuzzTest {

    @RegisterExtension
    static final FuzzFigures FIGURES = new FuzzFigures("the login form");

    private static final Set<String> USERS = Set.of("dwho", "rtyler", "msmith"); // each one's password is the name
    private static final Set<Integer> REFUSALS = Set.of(401, 403);
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final int RUNS_BETWEEN_SWEEPS = 5_000;

    @TestConfiguration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        HeapCacheServer server() {
            return new HeapCacheServer("localhost:11211", Clock.systemUTC());
        }

        @Bean
        ServerConnector connector(HeapCacheServer server) {
            return address -> (CacheServer) server;
        }
    }

    @DynamicPropertySource
    static void cheapPasswords(DynamicPropertyRegistry properties) {
        CheapUsers.register(properties);
    }

    @Autowired
    private MockMvc mvc;

    @Autowired
    private RegisteredApplications applications;

    @Autowired
    private HeapCacheServer server;

    /** The marks of pages whose user typed nothing that is mark-up, by what else is on the page. */
    private final Map<List<Object>, Long> marks = new HashMap<>();

    private Cookie csrfCookie;
    private String csrfToken;
    private int runs;

    @FuzzTest
    void signIn(byte[] form) throws Exception {
        FIGURES.run();
        Map<String, String[]> fields = fields(form);
        if (fields == null) {
            return; // the portal's first filter answers 400: see MalformedRequestFilterTest
        }
        takeToken();
        checkForm(fields);
        checkPage(fields);
        if (++runs % RUNS_BETWEEN_SWEEPS == 0) {
            sweep();
        }
    }

    private void checkForm(Map<String, String[]> fields) throws Exception {
        boolean forged = fields.containsKey("_csrf");
        Map<String, String[]> sent = new HashMap<>(fields);
        sent.putIfAbsent("_csrf", new String[] {csrfToken});
        MockHttpServletResponse answer = answer(HttpMethod.POST, sent);

        boolean right = !forged && isRight(first(fields, "username"), first(fields, "password"));
        Cookie session = answer.getCookie("sso_session");
        assertThat(session != null && !session.getValue().isEmpty())
                .as("signed in")
                .isEqualTo(right);
        if (right) {
            FIGURES.accepted();
            assertThat(answer.getStatus()).isEqualTo(302);
            if (!"/".equals(answer.getRedirectedUrl())) {
                BrowsersReading.requirePageOf(applications, answer.getRedirectedUrl());
            }
        } else {
            assertThat(REFUSALS).contains(answer.getStatus());
            assertThat(answer.getRedirectedUrl()).isNull();
        }
    }

    private static boolean isRight(String name, String password) {
        return USERS.contains(name.trim()) && password.equals(name.trim());
    }

    private static String first(Map<String, String[]> fields, String name) {
        return fields.getOrDefault(name, new String[] {""})[0];
    }

    /** The page shows the name and keeps the way back: with as many marks as with a harmless name. */
    private void checkPage(Map<String, String[]> fields) throws Exception {
        MockHttpServletResponse page = answer(HttpMethod.GET, fields);
        assertThat(page.getStatus()).isEqualTo(200);
        List<Object> kind = List.of(
                LoginReason.of(String.join(",", fields.getOrDefault("op", new String[0]))),
                fields.containsKey("signedOut"),
                first(fields, "username").isEmpty(),
                fields.containsKey("username"),
                ReturnTarget.parse(first(fields, "url"), applications).isPresent());
        Long harmless = marks.get(kind);
        if (harmless == null) {
            Map<String, String[]> same = new HashMap<>(fields);
            same.computeIfPresent("username", (name, values) -> new String[] {values[0].isEmpty() ? "" : "harmless"});
            harmless = marks(answer(HttpMethod.GET, same));
            marks.put(kind, harmless);
        }
        assertThat(marks(page)).isEqualTo(harmless);
    }

    private static long marks(MockHttpServletResponse page) throws Exception {
        return page.getContentAsString()
                .chars()
                .filter(c -> c == '<' || c == '>' || c == '"')
                .count();
    }

    private MockHttpServletResponse answer(HttpMethod method, Map<String, String[]> fields) throws Exception {
        MockHttpServletResponse answer = mvc.perform(request(method, "/login")
                        .cookie(csrfCookie)
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .with(request -> {
                            fields.forEach(request::setParameter);
                            return request;
                        }))
                .andReturn()
                .getResponse();
        answer.getHeaderNames()
                .forEach(name -> assertThat(answer.getHeaders(name))
                        .allSatisfy(value -> assertThat(value).matches("[\\x20-\\x7e]*")));
        return answer;
    }

    /** One browser, which keeps the token of the first page. */
    private void takeToken() throws Exception {
        if (csrfCookie == null) {
            MockHttpServletResponse page =
                    mvc.perform(get("/login")).andReturn().getResponse();
            csrfCookie = page.getCookie("csrf");
            Matcher field = TOKEN.matcher(page.getContentAsString());
            assertThat(field.find()).isTrue();
            csrfToken = field.group(1);
        }
    }

    /** What millions of attempts leave behind expires in memcached; here it would fill the heap. */
    private void sweep() {
        server.listKeys((key, timeToLive) -> {
            if (!timeToLive.isZero() && !key.startsWith("feed:")) {
                server.discard(key);
            }
        });
    }

    /** By Tomcat's parser; null for what it does not take. */
    private static Map<String, String[]> fields(byte[] form) {
        Parameters parameters = new Parameters();
        parameters.setURLDecoder(new UDecoder());
        parameters.setCharset(StandardCharsets.UTF_8);
        parameters.setLimit(1_000);
        try {
            parameters.processParameters(form, 0, form.length);
        } catch (IllegalStateException e) {
            return null;
        }
        Map<String, String[]> fields = new HashMap<>();
        for (String name : Collections.list(parameters.getParameterNames())) {
            fields.put(name, parameters.getParameterValues(name));
        }
        return fields;
    }
}

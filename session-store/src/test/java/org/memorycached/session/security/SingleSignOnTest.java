package org.memorycached.session.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** The filter chain that an application gets, with all of Spring Security around the filter. */
class SingleSignOnTest {

    private static final Map<String, ?> DWHO = Map.of("uid", "dwho", "roles", List.of("user"));

    private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
    private SessionsInTheHeap sessions;
    private MockMvc browser;

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    @EnableWebSecurity
    static class Application {

        @Bean
        SessionsInTheHeap sessions() {
            return new SessionsInTheHeap();
        }

        @Bean
        SecurityFilterChain policy(HttpSecurity http, SessionsInTheHeap sessions) {
            SingleSignOn singleSignOn =
                    new SingleSignOn(sessions.store, sessions.cookie, URI.create("http://portal.example.com"), "roles");
            return http.with(singleSignOn, Customizer.withDefaults())
                    .authorizeHttpRequests(requests -> requests.requestMatchers("/open")
                            .permitAll()
                            .requestMatchers("/admin")
                            .hasRole("ADMIN")
                            .anyRequest()
                            .authenticated())
                    .build();
        }

        @Bean
        Pages pages() {
            return new Pages();
        }
    }

    @RestController
    static class Pages {

        @GetMapping({"/", "/open", "/admin"})
        String page() {
            return "a page";
        }

        @PostMapping("/open")
        String change() {
            return "changed";
        }
    }

    @BeforeEach
    void start() {
        context.setServletContext(new MockServletContext());
        context.register(Application.class);
        context.refresh();
        sessions = context.getBean(SessionsInTheHeap.class);
        browser = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .addDispatcherServletCustomizer(
                        servlet -> servlet.setPublishEvents(false)) // as the auto-configuration does
                .build();
    }

    @AfterEach
    void stop() {
        sessions.store.close();
        context.close();
    }

    private MvcResult status(int status, RequestBuilder request) throws Exception {
        MvcResult result = browser.perform(request).andReturn();
        assertThat(result.getResponse().getStatus()).isEqualTo(status);
        assertThat(result.getRequest().getSession(false))
                .as("the container's session")
                .isNull();
        return result;
    }

    @Test
    void a_page_for_users_takes_one_read() throws Exception {
        Cookie cookie = sessions.signIn(DWHO);
        status(200, get("/").cookie(cookie));
        assertThat(sessions.reads()).isEqualTo(1);
    }

    @Test
    void a_page_for_everybody_takes_none() throws Exception {
        Cookie cookie = sessions.signIn(DWHO);
        status(200, get("/open").cookie(cookie));
        assertThat(sessions.server.counts()).isEmpty();
    }

    @Test
    void a_page_for_everybody_works_in_an_outage_and_others_answer_503() throws Exception {
        Cookie cookie = sessions.signIn(DWHO);
        sessions.server.fail();
        status(200, get("/open").cookie(cookie));
        status(503, get("/").cookie(cookie));
        sessions.server.heal();
        status(200, get("/").cookie(cookie));
    }

    @Test
    void nobody_is_sent_to_the_portal() throws Exception {
        assertThat(status(302, get("/")).getResponse().getRedirectedUrl())
                .startsWith("http://portal.example.com/login?op=c&url=");
    }

    @Test
    void a_user_without_the_role_is_refused_and_not_sent_to_the_portal() throws Exception {
        status(403, get("/admin").cookie(sessions.signIn(DWHO)));
        status(200, get("/admin").cookie(sessions.signIn(Map.of("uid", "rtyler", "roles", List.of("admin")))));
    }

    @Test
    void a_forged_form_is_refused_without_a_session_of_the_container() throws Exception {
        status(403, post("/open"));
        status(403, post("/open").cookie(sessions.signIn(DWHO)));
    }

    @Test
    void a_form_with_its_token_is_taken() throws Exception {
        Cookie token = status(403, post("/open")).getResponse().getCookie("XSRF-TOKEN");
        assertThat(token.isHttpOnly()).isTrue();
        status(403, post("/open").cookie(token));
        status(200, post("/open").cookie(token).header("X-XSRF-TOKEN", masked(token.getValue())));
    }

    /** Spring Security's own sign-out says that it was one, and ends neither the cookie nor the session. */
    @Test
    void nobody_is_told_to_be_signed_out_who_is_not() throws Exception {
        Cookie user = sessions.signIn(DWHO);
        Cookie token = status(403, post("/logout").cookie(user)).getResponse().getCookie("XSRF-TOKEN");
        status(404, post("/logout").cookie(user, token).header("X-XSRF-TOKEN", masked(token.getValue())));
    }

    /** Spring Security's own masking, with a mask of zeros. */
    private static String masked(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        byte[] masked = new byte[2 * bytes.length];
        System.arraycopy(bytes, 0, masked, bytes.length, bytes.length);
        return Base64.getUrlEncoder().encodeToString(masked);
    }
}

package org.memorycached.session.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionUnavailableException;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

class SsoFilterTest {

    private static final FilterChain NOBODY_ASKS = (request, response) -> {};
    private static final FilterChain SOMEBODY_ASKS = (request, response) -> whoAsks();

    private final SessionsInTheHeap sessions = new SessionsInTheHeap();
    private final SsoFilter filter = new SsoFilter(sessions.authentication());
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @AfterEach
    void forget() {
        SecurityContextHolder.clearContext();
        sessions.store.close();
    }

    private static Authentication whoAsks() {
        return SecurityContextHolder.getContext().getAuthentication();
    }

    private void signIn(Map<String, ?> attributes) {
        request.setCookies(sessions.signIn(attributes));
    }

    private Authentication filtered() throws ServletException, IOException {
        Authentication[] seen = new Authentication[1];
        filter.doFilter(request, response, (req, res) -> seen[0] = whoAsks());
        return seen[0];
    }

    @Test
    void a_cookie_becomes_an_authentication() throws Exception {
        signIn(Map.of("uid", "dwho", "cn", "Doctor Who", "roles", List.of("user", "Admin")));
        Authentication authentication = filtered();
        assertThat(authentication.isAuthenticated()).isTrue();
        assertThat(authentication.getName()).isEqualTo("dwho");
        assertThat(authentication.getCredentials()).isNull();
        assertThat(authentication.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactly("ROLE_USER", "ROLE_ADMIN");
        SsoPrincipal user = (SsoPrincipal) authentication.getPrincipal();
        assertThat(user.session().text("cn")).contains("Doctor Who");
        assertThat(user.answeredIn()).isPositive();
    }

    @Test
    void roles_that_are_no_list_of_strings_grant_nothing() throws Exception {
        signIn(Map.of("uid", "dwho", "roles", "admin"));
        assertThat(filtered().getAuthorities()).isEmpty();
        signIn(new HashMap<>(Map.of("uid", "dwho", "roles", Arrays.asList(1, null, List.of("admin")))));
        request.clearAttributes();
        assertThat(filtered().getAuthorities()).isEmpty();
    }

    @Test
    void a_session_of_no_principal_is_nobody() throws Exception {
        signIn(Map.of("cn", "A form half filled in"));
        assertThat(filtered()).isNull();
    }

    @Test
    void a_dead_session_is_nobody() throws Exception {
        signIn(Map.of("uid", "dwho"));
        sessions.store.delete(new SessionId(request.getCookies()[0].getValue()));
        assertThat(filtered()).isNull();
    }

    /** Else the application and the portal could take different ones for the session, and redirect in a circle. */
    @Test
    void a_dead_session_does_not_hide_a_live_one() throws Exception {
        Cookie live = sessions.signIn(Map.of("uid", "dwho"));
        request.setCookies(new Cookie(SessionsInTheHeap.COOKIE, "0123456789abcdef".repeat(2)), live);
        assertThat(filtered().getName()).isEqualTo("dwho");
    }

    @Test
    void no_cookie_and_a_malformed_one_are_nobody_without_asking_the_store() throws Exception {
        assertThat(filtered()).isNull();
        request.setCookies(new Cookie(SessionsInTheHeap.COOKIE, "feed:head"));
        request.clearAttributes();
        assertThat(filtered()).isNull();
        assertThat(sessions.server.counts()).isEmpty();
    }

    @Test
    void a_request_that_nobody_asks_about_reads_nothing_and_works_in_an_outage() throws Exception {
        signIn(Map.of("uid", "dwho"));
        sessions.server.fail();
        filter.doFilter(request, response, NOBODY_ASKS);
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(sessions.server.counts()).isEmpty();
    }

    @Test
    void one_request_reads_once_however_often_it_asks() throws Exception {
        signIn(Map.of("uid", "dwho"));
        filter.doFilter(request, response, (req, res) -> {
            whoAsks();
            assertThat(whoAsks().getName()).isEqualTo("dwho");
        });
        request.setDispatcherType(DispatcherType.ASYNC);
        assertThat(filtered().getName()).isEqualTo("dwho");
        request.setDispatcherType(DispatcherType.ERROR);
        assertThat(filtered().getName()).isEqualTo("dwho");
        assertThat(sessions.reads()).isEqualTo(1);
    }

    @Test
    void nobody_is_remembered_for_the_request_too() throws Exception {
        request.setCookies(new Cookie(SessionsInTheHeap.COOKIE, "0123456789abcdef0123456789abcdef"));
        filter.doFilter(request, response, (req, res) -> {
            whoAsks();
            assertThat(whoAsks()).isNull();
        });
        assertThat(sessions.reads()).isEqualTo(1);
    }

    @Test
    void the_next_request_asks_again() throws Exception {
        signIn(Map.of("uid", "dwho"));
        filtered();
        request.clearAttributes();
        filtered();
        assertThat(sessions.reads()).isEqualTo(2);
    }

    /** Weak spot 7. */
    @Test
    void an_outage_is_503_with_a_time_to_try_again() throws Exception {
        signIn(Map.of("uid", "dwho"));
        sessions.server.fail();
        filter.doFilter(request, response, SOMEBODY_ASKS);
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
        assertThat(response.getHeader(HttpHeaders.SET_COOKIE)).isNull();
    }

    @Test
    void an_outage_that_a_servlet_wrapped_is_503_as_well() throws Exception {
        filter.doFilter(request, response, (req, res) -> {
            throw new ServletException("Request processing failed", new SessionUnavailableException("by the test"));
        });
        assertThat(response.getStatus()).isEqualTo(503);
    }

    @Test
    void an_outage_deep_inside_of_a_template_is_503_as_well() throws Exception {
        filter.doFilter(request, response, (req, res) -> {
            RuntimeException template = new IllegalStateException(new SessionUnavailableException("by the test"));
            throw new ServletException("Request processing failed", template);
        });
        assertThat(response.getStatus()).isEqualTo(503);
    }

    @Test
    void an_outage_in_the_middle_of_a_page_breaks_it_off() {
        response.setCommitted(true);
        assertThatExceptionOfType(SessionUnavailableException.class)
                .isThrownBy(() -> filter.doFilter(request, response, (req, res) -> {
                    throw new SessionUnavailableException("by the test");
                }));
    }

    @Test
    void other_failures_are_not_taken_for_an_outage() {
        assertThatExceptionOfType(ServletException.class)
                .isThrownBy(() -> filter.doFilter(request, response, (req, res) -> {
                    throw new ServletException("the application's own");
                }))
                .withMessage("the application's own");
    }

    @Test
    void an_error_page_does_not_ask_a_store_that_has_just_failed() throws Exception {
        signIn(Map.of("uid", "dwho"));
        sessions.server.fail();
        filter.doFilter(request, response, SOMEBODY_ASKS);
        sessions.server.resetCounts();
        request.setDispatcherType(DispatcherType.ERROR);
        assertThat(filtered()).isNull();
        assertThat(sessions.server.counts()).isEmpty();
    }

    @Test
    void a_request_puts_off_the_idle_timeout_when_that_is_due() throws Exception {
        signIn(Map.of("uid", "dwho"));
        SessionId id = new SessionId(request.getCookies()[0].getValue());
        Instant signedInAt = sessions.clock.instant();
        filtered();
        sessions.clock.advance(Duration.ofMinutes(5));
        request.clearAttributes();
        filtered();
        await().untilAsserted(
                        () -> assertThat(sessions.store.find(id).orElseThrow().lastUsedAt())
                                .isEqualTo(signedInAt.plus(Duration.ofMinutes(5))));
    }

    @Test
    void a_style_sheet_does_not_keep_a_session_alive() throws Exception {
        signIn(Map.of("uid", "dwho"));
        sessions.clock.advance(Duration.ofMinutes(5));
        filter.doFilter(request, response, NOBODY_ASKS);
        assertThat(sessions.server.counts()).isEmpty();
    }
}

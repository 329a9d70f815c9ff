package org.memorycached.session.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.InvalidOptionException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class IdentityFilterTest {

    private static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>();

    static {
        ATTRIBUTES.put("Auth-User", "uid");
        ATTRIBUTES.put("Auth-Roles", "roles");
        ATTRIBUTES.put("Auth-Mail", "mail");
    }

    private final IdentityHeaders headers =
            IdentityHeaders.of(ATTRIBUTES, List.of("Remote-User")).withToken("Auth-Token", user -> "proof");
    private final MockHttpServletRequest sent = new MockHttpServletRequest("GET", "/");

    @AfterEach
    void forget() {
        SecurityContextHolder.clearContext();
    }

    private static void signIn() {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(
                        Users.user(Map.of("uid", "dwho", "roles", List.of("user"), "cn", "Doctor Who")), null));
    }

    private HttpServletRequest seen() throws Exception {
        HttpServletRequest[] seen = new HttpServletRequest[1];
        new IdentityFilter(headers)
                .doFilter(
                        sent,
                        new MockHttpServletResponse(),
                        (request, response) -> seen[0] = (HttpServletRequest) request);
        return seen[0];
    }

    private static void assertHasNone(HttpServletRequest request, String name) {
        assertThat(request.getHeader(name)).as(name).isNull();
        assertThat(Collections.list(request.getHeaders(name))).as(name).isEmpty();
        assertThat(request.getIntHeader(name)).as(name).isEqualTo(-1);
        assertThat(request.getDateHeader(name)).as(name).isEqualTo(-1);
        assertThat(Collections.list(request.getHeaderNames())).doesNotContain(name);
    }

    /** What proxies, CGI, WSGI and PHP make of one another's names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auth-User",
                "auth-user",
                "AUTH-USER",
                "Auth_User",
                "AUTH_USER",
                "auth_user",
                "Auth.User",
                "Auth~User",
                "Auth!User",
                "Auth-Roles",
                "AUTH_ROLES",
                "Remote-User",
                "REMOTE_USER",
                "Auth-Token",
                "auth_token"
            })
    void what_a_client_says_of_identity_is_never_seen(String name) throws Exception {
        sent.addHeader(name, "7");
        assertHasNone(seen(), name);
        signIn();
        HttpServletRequest request = seen();
        assertThat(request.getHeader(name)).isNotEqualTo("7");
        assertThat(Collections.list(request.getHeaders(name))).doesNotContain("7");
        assertThat(request.getHeader("Auth-User")).isEqualTo("dwho");
    }

    @Test
    void in_any_writing_at_all() throws Exception {
        Random random = new Random(20261124);
        String separators = "-_.!#$%&'*+^`|~";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (char c : "auth-roles".toCharArray()) {
                char written = c == '-' ? separators.charAt(random.nextInt(separators.length())) : c;
                name.append(random.nextBoolean() ? Character.toUpperCase(written) : written);
            }
            assertThat(headers.isReserved(name.toString())).as(name.toString()).isTrue();
        }
    }

    @Test
    void other_headers_pass() throws Exception {
        for (String name : List.of("Accept", "Auth", "Auth-Users", "XAuth-User", "AuthUser", "Authorization")) {
            sent.addHeader(name, "text/html");
        }
        sent.addHeader("Max-Forwards", "7");
        HttpServletRequest request = seen();
        assertThat(request.getHeader("accept")).isEqualTo("text/html");
        assertThat(request.getIntHeader("max-forwards")).isEqualTo(7);
        assertThat(Collections.list(request.getHeaderNames())).hasSize(7);
    }

    @Test
    void who_is_signed_in_is_what_the_headers_say() throws Exception {
        sent.addHeader("Auth-User", "rtyler");
        sent.addHeader("AUTH_ROLES", "admin");
        sent.addHeader("Accept", "*/*");
        signIn();
        HttpServletRequest request = seen();
        assertThat(request.getHeader("auth-user")).isEqualTo("dwho");
        assertThat(Collections.list(request.getHeaders("Auth-Roles"))).containsExactly("user");
        assertThat(request.getHeader("Auth-Mail"))
                .as("an attribute that is not there")
                .isNull();
        assertThat(request.getHeader("Auth-Token")).isEqualTo("proof");
        assertThat(Collections.list(request.getHeaderNames()))
                .containsExactly("Accept", "Auth-User", "Auth-Roles", "Auth-Token");
    }

    @Test
    void somebody_whom_another_filter_authenticated_is_not_vouched_for() throws Exception {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("rtyler", null));
        assertHasNone(seen(), "Auth-User");
    }

    @ParameterizedTest
    @EnumSource
    void every_dispatch_is_cleaned(DispatcherType dispatch) throws Exception {
        sent.setDispatcherType(dispatch);
        sent.addHeader("Auth-User", "rtyler");
        assertHasNone(seen(), "Auth-User");
    }

    @Test
    void a_dispatch_of_the_cleaned_request_is_left_as_it_is() throws Exception {
        HttpServletRequest again = new HttpServletRequestWrapper(seen());
        new IdentityFilter(headers)
                .doFilter(
                        again,
                        new MockHttpServletResponse(),
                        (request, response) -> assertThat(request).isSameAs(again));
    }

    @Test
    void headers_after_the_body_are_cleaned_too() throws Exception {
        HttpServletRequest withTrailers = new HttpServletRequestWrapper(sent) {
            @Override
            public Map<String, String> getTrailerFields() {
                return Map.of("auth_user", "rtyler", "digest", "abc");
            }
        };
        new IdentityFilter(headers)
                .doFilter(
                        withTrailers,
                        new MockHttpServletResponse(),
                        (request, response) -> assertThat(((HttpServletRequest) request).getTrailerFields())
                                .isEqualTo(Map.of("digest", "abc")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Auth_User", "Auth User", "Auth-User:", "Auth\r\nUser", "Añth"})
    void a_name_that_proxies_would_not_leave_as_it_is_is_refused(String name) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> IdentityHeaders.of(Map.of(name, "uid"), List.of()))
                .withMessageContaining("identity.headers");
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> IdentityHeaders.of(Map.of(), List.of(name)))
                .withMessageContaining("identity.remove");
    }

    @Test
    void two_headers_of_one_name_are_refused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> IdentityHeaders.of(Map.of("Auth-User", "uid", "AUTH-USER", "cn"), List.of()));
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> headers.withToken("auth-user", user -> "proof"));
    }
}

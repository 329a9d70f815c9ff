package org.memorycached.session.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.http.Cookie;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.SessionId;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SessionCookieTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final SessionCookie cookie = new SessionCookie("sso_session", "sso.example.com", null);
    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void reads_the_id_that_it_wrote() {
        cookie.write(request, response, new SessionId(ID));
        request.setCookies(response.getCookies());
        assertThat(cookie.read(request)).contains(new SessionId(ID));
        assertThat(cookie.isIn(request)).isTrue();
    }

    @Test
    void a_request_without_cookies_has_none() {
        assertThat(cookie.read(request)).isEmpty();
        assertThat(cookie.isIn(request)).isFalse();
    }

    @Test
    void other_cookies_are_not_looked_at() {
        request.setCookies(new Cookie("session", ID), new Cookie("SSO_SESSION", ID));
        assertThat(cookie.read(request)).isEmpty();
        assertThat(cookie.isIn(request)).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void what_is_no_id_is_no_session_but_still_a_cookie(String value) {
        request.setCookies(new Cookie("sso_session", value));
        assertThat(cookie.read(request)).isEmpty();
        assertThat(cookie.isIn(request)).isTrue();
    }

    static Stream<String> what_is_no_id_is_no_session_but_still_a_cookie() {
        return Stream.of(
                "",
                "0",
                ID.toUpperCase(),
                ID + "0",
                ID.substring(1),
                ID.replace('0', 'g'),
                "feed:head",
                "a".repeat(8192),
                "%0d%0aflush_all%0d%0a",
                "..%2f..%2f");
    }

    /** Somebody else of the domain may have set one too, for a longer path or a narrower domain. */
    @Test
    void a_malformed_cookie_does_not_hide_a_well_formed_one() {
        request.setCookies(new Cookie("sso_session", "junk"), new Cookie("sso_session", ID));
        assertThat(cookie.read(request)).contains(new SessionId(ID));
    }

    @Test
    void several_ids_are_read_in_the_requests_order_and_only_a_few() {
        request.setCookies(Stream.of("1", "2", "2", "3", "4", "5")
                .map(digit -> new Cookie("sso_session", digit.repeat(32)))
                .toArray(Cookie[]::new));
        assertThat(cookie.read(request))
                .extracting(id -> id.value().substring(31))
                .containsExactly("1", "2", "3", "4");
    }

    /** RFC 6265bis, section 4.1.3: what the name promises is not so, and a browser drops the cookie. */
    @ParameterizedTest
    @CsvSource({
        "__Host-sso, sso.example.com, true",
        "__HOST-sso, sso.example.com, true",
        "__Host-sso, , false",
        "__Host-sso, , ",
        "__Secure-sso, sso.example.com, false",
        "__secure-sso, sso.example.com, ",
    })
    void a_name_that_browsers_would_drop_is_refused(String name, String domain, Boolean secure) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> new SessionCookie(name, domain, secure))
                .withMessageContaining("sso.cookie-name")
                .withMessageContaining("RFC 6265bis");
    }

    @ParameterizedTest
    @CsvSource({"__Host-sso, , true", "__Secure-sso, sso.example.com, true", "__Secure-sso, , true"})
    void a_name_may_promise_what_is_so(String name, String domain, Boolean secure) {
        new SessionCookie(name, domain, secure).write(request, response, new SessionId(ID));
        assertThat(response.getHeader(HttpHeaders.SET_COOKIE)).contains("; Path=/", "; Secure");
    }

    /** Weak spot 11. */
    @Test
    void is_for_the_whole_domain_and_out_of_reach_of_scripts_and_of_other_sites() {
        cookie.write(request, response, new SessionId(ID));
        assertThat(response.getHeaders(HttpHeaders.SET_COOKIE))
                .containsExactly("sso_session=" + ID + "; Path=/; Domain=sso.example.com; HttpOnly; SameSite=Lax");
    }

    @Test
    void without_a_domain_it_is_for_this_host_alone() {
        new SessionCookie("s", null, null).write(request, response, new SessionId(ID));
        assertThat(response.getHeader(HttpHeaders.SET_COOKIE)).doesNotContain("Domain");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "by request",
            value = {
                "by request, false, false",
                "by request, true, true",
                "true, false, true",
                "false, true, false",
            })
    void is_secure_as_told_or_as_the_request_is(Boolean setting, boolean https, boolean secure) {
        request.setSecure(https);
        new SessionCookie("s", null, setting).write(request, response, new SessionId(ID));
        assertThat(response.getHeader(HttpHeaders.SET_COOKIE).contains("Secure"))
                .isEqualTo(secure);
    }

    /** A browser takes back a cookie only if name, domain and path are those that it was set with. */
    @Test
    void expires_the_cookie_that_was_written() {
        cookie.expire(request, response);
        assertThat(response.getHeader(HttpHeaders.SET_COOKIE))
                .startsWith("sso_session=; Path=/; Domain=sso.example.com; Max-Age=0;")
                .endsWith("HttpOnly; SameSite=Lax");
    }

    @ParameterizedTest
    @CsvSource({
        "sso.example.com, true",
        "app1.sso.example.com, true",
        "a.b.sso.example.com, true",
        "APP1.SSO.Example.COM, true",
        "example.com, false",
        "evilsso.example.com, false",
        "sso.example.com.evil.org, false",
        "com, false",
        "'', false",
    })
    void reaches_the_domain_and_what_is_below_it(String host, boolean reached) {
        assertThat(cookie.reaches(host)).isEqualTo(reached);
    }

    @Test
    void without_a_domain_it_reaches_whoever_set_it() {
        assertThat(new SessionCookie("s", null, null).reaches("anywhere.example.org"))
                .isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "a b", "a=b", "a;b", "sess\u00efon", "a\r\nSet-Cookie: x"})
    void a_wrong_name_names_its_property(String name) {
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> new SessionCookie(name, null, null));
        if (name != null) {
            assertThatExceptionOfType(InvalidOptionException.class)
                    .isThrownBy(() -> new SessionCookie(name, null, null))
                    .withMessageContaining("sso.cookie-name");
        }
    }

    /** Browsers reject a cookie for a top-level domain, silently: users would be sent to the portal in a loop. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", ".example.com", "example.com.", "a..b", "example.com; Secure", "http://a.b"})
    void a_wrong_domain_names_its_property(String domain) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> new SessionCookie("s", domain, null))
                .withMessageContaining("sso.cookie-domain")
                .withMessageContaining("'" + domain + "'");
    }
}

package org.memorycached.session.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.memorycached.session.web.SessionCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PortalEntryPointTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private final MockHttpServletRequest request = request("/reports", null);
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private static MockHttpServletRequest request(String path, String query) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setServerName("app1.sso.example.com");
        request.setServerPort(8081);
        request.setQueryString(query);
        return request;
    }

    private MockHttpServletResponse answer(MockHttpServletRequest from) throws Exception {
        return answer("https://portal.sso.example.com", from);
    }

    private MockHttpServletResponse answer(String portal, MockHttpServletRequest from) throws Exception {
        new PortalEntryPoint(
                        new PortalLogin(URI.create(portal), new SessionCookie("sso_session", "sso.example.com", null)))
                .commence(from, response, new InsufficientAuthenticationException("nobody"));
        return response;
    }

    private static String returnUrl(String loginUrl) {
        String url = UriComponentsBuilder.fromUriString(loginUrl)
                .build()
                .getQueryParams()
                .getFirst("url");
        return new String(Base64.getUrlDecoder().decode(url), StandardCharsets.UTF_8);
    }

    private JsonNode json() throws Exception {
        return JsonMapper.shared().readTree(response.getContentAsString());
    }

    /** Weak spot 9: the original's base64 has a plus sign, which arrives as a blank. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "/, none, http://app1.sso.example.com:8081/",
                "/a/b, none, http://app1.sso.example.com:8081/a/b",
                "/a, b=c&d=e%20f%2Bg+h, http://app1.sso.example.com:8081/a?b=c&d=e%20f%2Bg+h",
                "/a, '', http://app1.sso.example.com:8081/a?",
                "/%C3%BC, q=~~~???>>>, http://app1.sso.example.com:8081/%C3%BC?q=~~~???>>>",
                "/a, next=http://evil.example/, http://app1.sso.example.com:8081/a?next=http://evil.example/",
            })
    void a_browser_is_sent_to_the_portal_with_the_whole_url(String path, String query, String whole) throws Exception {
        String login = answer(request(path, query)).getRedirectedUrl();
        assertThat(response.getStatus()).isEqualTo(302);
        assertThat(login).matches("https://portal\\.sso\\.example\\.com/login\\?op=c&url=[A-Za-z0-9_-]+");
        assertThat(returnUrl(login)).isEqualTo(whole);
        assertThat(response.getHeader(HttpHeaders.CACHE_CONTROL)).isEqualTo("no-store");
    }

    @Test
    void a_url_on_a_standard_port_is_written_without_it() throws Exception {
        request.setScheme("https");
        request.setServerPort(443);
        assertThat(returnUrl(answer(request).getRedirectedUrl())).isEqualTo("https://app1.sso.example.com/reports");
    }

    @ParameterizedTest
    @CsvSource({
        "https://portal.example.com, https://portal.example.com/login",
        "https://portal.example.com/, https://portal.example.com/login",
        "https://example.com/sso, https://example.com/sso/login",
        "https://example.com/sso/, https://example.com/sso/login",
        "http://[::1]:8080, http://[::1]:8080/login",
    })
    void the_login_page_is_below_the_portals_address(String portal, String loginPage) throws Exception {
        assertThat(answer(portal, request).getRedirectedUrl()).startsWith(loginPage + "?op=");
    }

    /** The original's letters, which the portal turns into words. */
    @ParameterizedTest
    @CsvSource({"none, c", "0123456789abcdef0123456789abcdef, t", "junk, t"})
    void the_portal_is_told_why(String value, String op) throws Exception {
        if (!value.equals("none")) {
            request.setCookies(new Cookie("sso_session", value));
        }
        assertThat(answer(request).getRedirectedUrl()).contains("/login?op=" + op + "&url=");
    }

    @ParameterizedTest
    @MethodSource
    void a_script_is_told_401_and_a_browser_is_redirected(String accept, String mode, String with, int status)
            throws Exception {
        header(HttpHeaders.ACCEPT, accept);
        header("Sec-Fetch-Mode", mode);
        header("X-Requested-With", with);
        assertThat(answer(request).getStatus()).isEqualTo(status);
        assertThat(response.getHeader(HttpHeaders.LOCATION) == null).isEqualTo(status == 401);
    }

    static Stream<Arguments> a_script_is_told_401_and_a_browser_is_redirected() {
        return Stream.of(
                arguments(null, null, null, 302),
                arguments("*/*", null, null, 302), // curl, and whatever else does not say
                arguments(BROWSER, null, null, 302),
                arguments(BROWSER, "navigate", null, 302),
                arguments("application/json", null, null, 401),
                arguments("APPLICATION/JSON", null, null, 401),
                arguments("application/json, text/plain, */*", null, null, 401), // axios
                arguments("application/problem+json", null, null, 401),
                arguments("text/html;q=0.5, application/json", null, null, 302), // can show a page
                arguments("*/*", null, "XMLHttpRequest", 401),
                arguments(BROWSER, null, "xmlhttprequest", 401),
                arguments("*/*", "cors", null, 401), // fetch()
                arguments("*/*", "same-origin", null, 401),
                arguments("image/avif,*/*", "no-cors", null, 401), // an <img>
                arguments("application/json", "navigate", null, 302)); // a JSON address, typed into a browser
    }

    private void header(String name, String value) {
        if (value != null) {
            request.addHeader(name, value);
        }
    }

    @Test
    void a_script_learns_where_to_sign_in() throws Exception {
        request.addHeader(HttpHeaders.ACCEPT, "application/json");
        request.addHeader(HttpHeaders.REFERER, "http://app1.sso.example.com:8081/page?x=1#part");
        answer(request);
        assertThat(response.getContentType()).startsWith("application/json");
        assertThat(response.getHeader(HttpHeaders.WWW_AUTHENTICATE)).startsWith("SSO ");
        assertThat(response.getHeader(HttpHeaders.CACHE_CONTROL)).isEqualTo("no-store");
        assertThat(json().get("error").asString()).isEqualTo("not_signed_in");
        assertThat(json().get("loginUrl").asString()).startsWith("https://portal.sso.example.com/login?op=c&url=");
    }

    /** The way back leads to the page that the script runs in, never to what the script asked for. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, http://app1.sso.example.com:8081/",
                "http://app1.sso.example.com:8081/page?x=1, http://app1.sso.example.com:8081/page?x=1",
                "http://app1.sso.example.com:8081.evil.example/, http://app1.sso.example.com:8081/",
                "http://evil.example/page, http://app1.sso.example.com:8081/",
                "http://app2.sso.example.com:8082/, http://app1.sso.example.com:8081/",
                "junk, http://app1.sso.example.com:8081/",
            })
    void a_script_comes_back_to_its_page(String referer, String back) throws Exception {
        request.addHeader("X-Requested-With", "XMLHttpRequest");
        header(HttpHeaders.REFERER, referer);
        answer(request);
        assertThat(returnUrl(json().get("loginUrl").asString())).isEqualTo(back);
    }

    /** The way back is the page with the form: the form's own address would be asked for without what was in it. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "POST, none, http://app1.sso.example.com:8081/",
                "POST, http://app1.sso.example.com:8081/form?x=1, http://app1.sso.example.com:8081/form?x=1",
                "POST, http://evil.example/form, http://app1.sso.example.com:8081/",
                "PUT, none, http://app1.sso.example.com:8081/",
                "DELETE, none, http://app1.sso.example.com:8081/",
                "PATCH, none, http://app1.sso.example.com:8081/",
            })
    void a_form_that_did_not_arrive_is_told_to_the_portal(String method, String referer, String back) throws Exception {
        request.setMethod(method);
        request.setQueryString("confirm=yes");
        request.setCookies(new Cookie("sso_session", "0123456789abcdef0123456789abcdef"));
        header(HttpHeaders.REFERER, referer);
        String login = answer(request).getHeader(HttpHeaders.LOCATION);

        assertThat(response.getStatus()).isEqualTo(303);
        assertThat(login).startsWith("https://portal.sso.example.com/login?op=p&url=");
        assertThat(returnUrl(login)).isEqualTo(back);
        assertThat(response.getHeader(HttpHeaders.CACHE_CONTROL)).isEqualTo("no-store");
    }

    @Test
    void a_script_that_sends_is_told_401_as_ever() throws Exception {
        request.setMethod("POST");
        request.addHeader("Sec-Fetch-Mode", "cors");
        assertThat(answer(request).getStatus()).isEqualTo(401);
    }

    @Test
    void a_script_of_an_application_below_a_path_comes_back_below_it() throws Exception {
        MockHttpServletRequest below = request("/shop/api/cart", null);
        below.setContextPath("/shop");
        below.addHeader("X-Requested-With", "XMLHttpRequest");
        below.addHeader(HttpHeaders.REFERER, "http://app1.sso.example.com:8081/bank/");
        answer(below);
        assertThat(returnUrl(json().get("loginUrl").asString())).isEqualTo("http://app1.sso.example.com:8081/shop/");
    }

    @ParameterizedTest
    @CsvSource({"/%7Bx%7D", "/{x}", "/a|b", "/[", "/a%", "'/\"quoted\"'", "/<b>"})
    void no_path_is_too_odd(String path) throws Exception {
        MockHttpServletRequest odd = request(path, null);
        odd.addHeader("X-Requested-With", "XMLHttpRequest");
        assertThat(answer(odd).getStatus()).isEqualTo(401);
        assertThat(returnUrl(json().get("loginUrl").asString())).isEqualTo("http://app1.sso.example.com:8081/");
    }
}

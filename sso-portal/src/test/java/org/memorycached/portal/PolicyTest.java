package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/** Who may see what, and what changes over https. */
@PortalTest
class PolicyTest {

    @Autowired
    private MockMvc mvc;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/logout",
                "/assets/portal.css",
                "/assets/icon.svg",
                "/webjars/picocss__pico/2.1.1/css/pico.min.css",
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness"
            })
    void everybodyMaySee(String path) throws Exception {
        assertThat(answer(path).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nowhere", "/error", "/actuator", "/actuator/env", "/actuator/metrics", "/login/x"})
    void everythingElseIsForWhoIsSignedIn(String path) throws Exception {
        assertThat(answer(path).getRedirectedUrl()).isEqualTo("/login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/readiness"})
    void healthHasNoDetails(String path) throws Exception {
        assertThat(answer(path).getContentAsString()).doesNotContain("components", "details");
    }

    @Test
    void weakSpot11_overHttpsTheCookieIsSecure() throws Exception {
        MockHttpServletResponse page =
                mvc.perform(get("/login").secure(true)).andReturn().getResponse();
        MvcResult login = mvc.perform(post("/login")
                        .secure(true)
                        .cookie(page.getCookie("__Host-csrf"))
                        .param("_csrf", token(page))
                        .param("username", "dwho")
                        .param("password", "dwho"))
                .andReturn();

        assertThat(login.getResponse().getHeaders("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("sso_session=")
                        && cookie.contains("Secure")
                        && cookie.contains("HttpOnly")
                        && cookie.contains("SameSite=Lax"));
        assertThat(login.getRequest().getSession(false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://portal.example.com/login",
                "http://portal.example.com:8080/login?op=c",
                "http://192.168.1.7/login",
                "http://localhost.example.com/login",
                "http://notlocalhost/login",
                "http://127.0.0.1.example.com/login",
                "http://[2001:db8::1]/login"
            })
    void overHttpNobodyIsAskedForAPassword(String url) throws Exception {
        MockHttpServletResponse page = answer("/login"); // its token is good: it is not that which is refused
        for (MockHttpServletRequestBuilder request : List.of(
                get(url),
                post(url)
                        .cookie(page.getCookie("csrf"))
                        .param("_csrf", token(page))
                        .param("username", "dwho")
                        .param("password", "dwho"))) {
            MockHttpServletResponse answer = mvc.perform(request).andReturn().getResponse();
            assertThat(answer.getStatus()).isEqualTo(403);
            assertThat(answer.getCookie("sso_session")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/login",
                "http://portal.sso.localhost:8080/login",
                "http://127.0.0.1:8080/login",
                "http://[::1]:8080/login",
                "https://portal.example.com/login"
            })
    void onTheOwnMachineOrOverHttpsTheyAre(String url) throws Exception {
        assertThat(mvc.perform(get(url)).andReturn().getResponse().getStatus()).isEqualTo(200);
    }

    @Test
    void overHttpsTheTokensCookieCanOnlyComeFromThePortal() throws Exception {
        MockHttpServletResponse page =
                mvc.perform(get("/login").secure(true)).andReturn().getResponse();

        assertThat(page.getHeaders("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("__Host-csrf=")
                .contains("Secure", "HttpOnly", "Path=/")
                .doesNotContain("Domain");
        assertThat(page.getCookie("__Host-csrf").getAttribute("SameSite")).isEqualTo("Lax");
    }

    @Test
    void stylesAreCachedUnderANameThatChangesWithThem() throws Exception {
        assertThat(answer("/login").getContentAsString())
                .containsPattern("/assets/portal-[0-9a-f]{32}\\.css")
                .contains("/webjars/picocss__pico/2.1.1/css/pico.min.css");
        assertThat(answer("/assets/portal.css").getHeader("Cache-Control")).contains("max-age=31536000");
    }

    /** A link that could be a file is looked for in every jar each time that a page is written. */
    @Test
    void noLinkButOneToAFileIsLookedForInTheJars(@Autowired ResourceUrlProvider files) {
        assertThat(files.getHandlerMap()).containsOnlyKeys("/assets/**", "/webjars/**");
    }

    private static String token(MockHttpServletResponse page) throws Exception {
        Matcher field = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.getContentAsString());
        assertThat(field.find()).isTrue();
        return field.group(1);
    }

    private MockHttpServletResponse answer(String path) throws Exception {
        return mvc.perform(get(path)).andReturn().getResponse();
    }
}

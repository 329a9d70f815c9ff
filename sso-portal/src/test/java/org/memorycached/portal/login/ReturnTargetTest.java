package org.memorycached.portal.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.portal.menu.Application;
import org.memorycached.portal.menu.RegisteredApplications;

class ReturnTargetTest {

    private static final RegisteredApplications APPLICATIONS = new RegisteredApplications(List.of(
            new Application("One", URI.create("http://app1.sso.localhost:8081/"), ""),
            new Application("Wiki", URI.create("https://www.example.com/wiki"), ""),
            new Application("Six", URI.create("http://[2001:db8::1]:8080/"), "")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app1.sso.localhost:8081",
                "http://app1.sso.localhost:8081/",
                "http://app1.sso.localhost:8081/admin?tab=users&sort=-name",
                "http://app1.sso.localhost:8081?x=1",
                "http://app1.sso.localhost:8081/?next=https://evil.example/&also=//evil.example",
                "http://app1.sso.localhost:8081/?next=%2F%2Fevil.example%5C%0A",
                "http://app1.sso.localhost:8081/a%20b/%C3%A9t%C3%A9?q=%E9+%ff",
                "http://app1.sso.localhost:8081/list[1]?filter[name]={a|b}&x=^`",
                "http://app1.sso.localhost:8081/a;v=1/b,c/~d/100%25/x@y:z",
                "http://app1.sso.localhost:8081/...hidden/.well-known/a..b",
                "http://app1.sso.localhost:8081/app#/inbox/3",
                "HTTP://APP1.SSO.LOCALHOST:8081/",
                "https://www.example.com/wiki",
                "https://www.example.com/wiki?a=b",
                "https://www.example.com:443/wiki/Page",
                "http://[2001:db8::1]:8080/x"
            })
    void pagesOfApplicationsAreGoneBackToCharacterForCharacter(String url) {
        assertThat(parse(base64url(url))).isEqualTo(url);
        assertThat(parse(base64(url))).isEqualTo(url);
        assertThat(parse(base64(url).replace('+', ' '))).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // somewhere else
                "https://evil.example/",
                "http://evil.example:8081/",
                "http://app1.sso.localhost:8082/",
                "http://app1.sso.localhost/",
                "https://app1.sso.localhost:8081/",
                "http://sso.localhost:8081/",
                "http://app2.sso.localhost:8081/",
                // looks like it
                "http://app1.sso.localhost.evil.example:8081/",
                "http://evilapp1.sso.localhost:8081/",
                "http://app1.sso.localhost.:8081/",
                "http://app1.sso.localhost:80810/",
                "http://app1.sso.localhost:8081.evil.example/",
                "http://app1.sso.localhost:8081:80/",
                "http://app1.sso.localhost:/",
                "http://app1.sso.localhost:99999/",
                "http://app1.sso.localhost:123456/",
                "http://app1%2Esso.localhost:8081/",
                "http://app1.sso.localhost%3A8081/",
                "http://app1.sso.localhost%2f.evil.example:8081/",
                // users in front of the host
                "http://app1.sso.localhost:8081@evil.example/",
                "http://user@app1.sso.localhost:8081/",
                "http://user:password@app1.sso.localhost:8081/",
                "http://@app1.sso.localhost:8081/",
                "http://evil.example#@app1.sso.localhost:8081/",
                "http://evil.example?@app1.sso.localhost:8081/",
                "http://evil.example\\@app1.sso.localhost:8081/",
                // slashes and backslashes
                "http://app1.sso.localhost:8081\\@evil.example/",
                "http://app1.sso.localhost:8081\\.evil.example/",
                "http:\\\\app1.sso.localhost:8081\\",
                "http:/app1.sso.localhost:8081/",
                "http:app1.sso.localhost:8081/",
                "http:///app1.sso.localhost:8081/",
                "http:////app1.sso.localhost:8081/",
                "//app1.sso.localhost:8081/",
                "/\\evil.example",
                "//evil.example",
                "///evil.example",
                "/",
                "app1.sso.localhost:8081/",
                "http://app1.sso.localhost:8081/\\..\\evil",
                "http://app1.sso.localhost:8081//evil.example",
                "http://app1.sso.localhost:8081/a//b",
                // other schemes
                "javascript:alert(1)",
                "javascript://app1.sso.localhost:8081/%0aalert(1)",
                "data:text/html,hello",
                "ftp://app1.sso.localhost:8081/",
                "file:///etc/passwd",
                "blob:http://app1.sso.localhost:8081/1",
                "view-source:http://app1.sso.localhost:8081/",
                "httpx://app1.sso.localhost:8081/",
                // white space and control characters
                " http://app1.sso.localhost:8081/",
                "http://app1.sso.localhost:8081/ ",
                "http://app1.sso.localhost:8081/a b",
                "ht\ttp://app1.sso.localhost:8081/",
                "http://app1.sso.localhost:8081/\r\nSet-Cookie: a=b",
                "http://app1.sso.localhost:8081/?a\r\nLocation: http://evil.example",
                "http://app1.sso.localhost:8081/\u0000",
                "http://app1.sso.localhost:8081/\u007f",
                "http://app1.sso.localhost:8081/%0d%0aSet-Cookie:a=b",
                "http://app1.sso.localhost:8081/%00",
                // what is not ASCII
                "http://app1.ѕѕo.localhost:8081/",
                "http://app1。sso.localhost:8081/",
                "http://app1.sso.localhost:8081／evil.example",
                "http://app1.sso.localhost:8081/été",
                "\uFEFFhttp://app1.sso.localhost:8081/",
                // paths that leave the application, or that two readers read differently
                "https://www.example.com/",
                "https://www.example.com/wikileaks",
                "https://www.example.com/Wiki/",
                "https://www.example.com/wiki/../admin",
                "https://www.example.com/wiki/..",
                "https://www.example.com/wiki/./x",
                "https://www.example.com/wiki/%2e%2e/admin",
                "https://www.example.com/wiki/.%2E/admin",
                "https://www.example.com/wiki/..;/admin",
                "https://www.example.com/wiki/..;a=b/admin",
                "https://www.example.com/wiki/..%3b/admin",
                "https://www.example.com/wiki/%2e%2e;/admin",
                "https://www.example.com/wiki/..%2fadmin",
                "https://www.example.com/wiki/..%5cadmin",
                "https://www.example.com/wiki/%252e%252e/admin",
                "https://www.example.com/wiki/x%252fadmin",
                "https://www.example.com/wiki/%255cadmin",
                "https://www.example.com/wiki/%c0%ae%c0%ae/admin",
                "https://www.example.com/wiki/%e9",
                "https://www.example.com/admin/../wiki/",
                "https://www.example.com/wiki/%",
                "https://www.example.com/wiki/%zz",
                "https://www.example.com/wiki/<script>",
                "https://www.example.com/wiki/\"onload=x",
                // addresses
                "http://[2001:db8::2]:8080/",
                "http://[2001:db8::1]:8080.evil.example/",
                "http://[2001:db8::1/",
                "http://[app1.sso.localhost]:8081/",
                // no URL at all
                "http://",
                "http",
                ":",
                "?",
                "#"
            })
    void anythingElseIsNoTarget(String url) {
        assertThat(parse(base64url(url))).isNull();
        assertThat(parse(base64(url))).isNull();
    }

    @ParameterizedTest
    @MethodSource("parametersThatAreNoBase64")
    void whatIsNoBase64IsNoTarget(String parameter) {
        assertThat(parse(parameter)).isNull();
    }

    static Stream<String> parametersThatAreNoBase64() {
        String good = base64url("http://app1.sso.localhost:8081/");
        return Stream.of(
                null,
                "",
                " ",
                "=",
                "====",
                "a",
                "ä",
                "\u0000",
                "http://app1.sso.localhost:8081/",
                good + "*",
                good + "=====",
                "%" + good,
                good.substring(0, 10) + "\r\n" + good.substring(10),
                good + "." + good);
    }

    @Test
    void paddingIsOptional() {
        String url = "http://app1.sso.localhost:8081/abc";
        assertThat(base64(url)).endsWith("=");
        assertThat(parse(Base64.getUrlEncoder().encodeToString(bytes(url)))).isEqualTo(url);
        assertThat(parse(base64url(url))).isEqualTo(url);
    }

    @Test
    void aLongUrlIsGoneBackToAndATooLongOneIsNot() {
        String url = "http://app1.sso.localhost:8081/?q=";
        assertThat(parse(base64(url + "x".repeat(4096 - url.length())))).hasSize(4096);
        assertThat(parse(base64(url + "x".repeat(4097 - url.length())))).isNull();
        assertThat(parse("A".repeat(1_000_000))).isNull();
    }

    @Test
    void tellsWhoseThePageIs() {
        assertThat(ReturnTarget.parse(base64url("https://www.example.com/wiki/Page"), APPLICATIONS))
                .hasValueSatisfying(
                        target -> assertThat(target.application().name()).isEqualTo("Wiki"));
    }

    private static String parse(String parameter) {
        return ReturnTarget.parse(parameter, APPLICATIONS)
                .map(ReturnTarget::url)
                .orElse(null);
    }

    private static String base64url(String url) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(url));
    }

    private static String base64(String url) {
        return Base64.getEncoder().encodeToString(bytes(url));
    }

    private static byte[] bytes(String url) {
        return url.getBytes(StandardCharsets.UTF_8);
    }
}

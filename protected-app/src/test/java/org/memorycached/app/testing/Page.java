package org.memorycached.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the application answered. */
public record Page(HttpResponse<String> response) {

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    /** The header's value; empty text if there is none. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
        assertThat(header("Content-Type")).startsWith("application/json");
        return JsonMapper.shared().readTree(body());
    }

    /** The text of the element with this id, as the page's source has it. */
    public String text(String id) {
        Matcher element = Pattern.compile("<(\\w+)[^>]* id=\"" + id + "\"[^>]*>(.*?)</\\1>", Pattern.DOTALL)
                .matcher(body());
        assertThat(element.find()).as("an element with the id " + id).isTrue();
        return element.group(2).replaceAll("<[^>]*>", "").strip();
    }

    public Page is(int expected) {
        assertThat(status()).as("status").isEqualTo(expected);
        return this;
    }

    /** The URL that the portal is asked to lead back to. */
    public String returnUrl() {
        return returnUrl(header("Location"));
    }

    public static String returnUrl(String loginUrl) {
        Matcher login = Pattern.compile("http://portal\\.sso\\.localhost:8080/login\\?op=[ct]&url=([A-Za-z0-9_-]+)")
                .matcher(loginUrl);
        assertThat(login.matches()).as("the portal's login page: " + loginUrl).isTrue();
        return new String(Base64.getUrlDecoder().decode(login.group(1)), StandardCharsets.UTF_8);
    }
}

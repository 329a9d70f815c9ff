package org.memorycached.portal;

import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.memorycached.session.SessionId;

/** As much of a browser as the portal's pages need: cookies, forms, and no redirect that is not asked for. */
final class Browser {

    static final String SESSION = "sso_session";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    private final String home;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> hiddenFields = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private List<String> lastSetCookies = List.of();

    Browser(int port) {
        this.home = "http://localhost:" + port;
    }

    /** Sends a header with every request, such as a proxy adds one. */
    Browser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(home + path)));
    }

    /** Sends a form with what the page before had in hidden fields. */
    HttpResponse<String> submit(String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(hiddenFields);
        all.putAll(fields);
        return post(path, all);
    }

    HttpResponse<String> post(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(home + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> signIn(String username, String password) {
        return signIn("/login", username, password);
    }

    HttpResponse<String> signIn(String loginPage, String username, String password) {
        get(loginPage);
        return submit("/login", Map.of("username", username, "password", password));
    }

    HttpResponse<String> signOut() {
        get("/logout");
        return submit("/logout", Map.of());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.header("Accept", "text/html,*/*;q=0.8").build(), BodyHandlers.ofString());
            remember(response);
            return response;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void remember(HttpResponse<String> response) {
        lastSetCookies = response.headers().allValues("Set-Cookie");
        lastSetCookies.stream().map(HttpCookie::parse).flatMap(List::stream).forEach(cookie -> {
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        });
        hiddenFields.clear();
        Matcher field = HIDDEN.matcher(response.body());
        while (field.find()) {
            hiddenFields.put(field.group(1), field.group(2));
        }
    }

    void plant(String name, String value) {
        cookies.put(name, value);
    }

    boolean has(String cookie) {
        return cookies.containsKey(cookie);
    }

    SessionId sessionId() {
        return new SessionId(cookies.get(SESSION));
    }

    Map<String, String> hiddenFields() {
        return Map.copyOf(hiddenFields);
    }

    /** The header that set this cookie in the last answer. */
    String setCookie(String name) {
        return lastSetCookies.stream()
                .filter(header -> header.startsWith(name + "="))
                .findFirst()
                .orElse("");
    }

    static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

package org.memorycached.e2e.benchmark.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.memorycached.e2e.benchmark.http.KeptConnection.Answer;

/** One browser's way: the login page, the form, and a first page view with the cookie. For one thread. */
final class Login {

    private static final Pattern CSRF_FIELD = Pattern.compile("<input[^>]*name=\"_csrf\"[^>]*>");
    private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"");
    private static final int OK = 200;
    private static final int FOUND = 302;

    private final KeptConnection portal;
    private final KeptConnection application;

    /**
     * @param portal where the login page is
     * @param application where {@code /api/me} is; the same connection if it is the same process
     */
    Login(KeptConnection portal, KeptConnection application) {
        this.portal = portal;
        this.application = application;
    }

    /**
     * Signs in with the password {@code secret}.
     *
     * @return what the browser sends to the application from then on
     */
    String signIn(String uid) {
        Map<String, String> cookies = new TreeMap<>();
        Answer page = portal.ask("GET", "/login", Map.of("Accept", "text/html"), "");
        take(page, cookies);
        String form = "username=" + uid + "&password=secret&_csrf=" + csrf(page);
        Answer entered = portal.ask("POST", "/login", Map.of("Cookie", header(cookies), "Accept", "text/html"), form);
        if (entered.status() != FOUND || entered.only("location").contains("error")) {
            throw new IllegalStateException("The login was answered " + entered.status());
        }
        take(entered, cookies);
        return header(cookies);
    }

    /** The whole way. */
    void signInAndLook(String uid) {
        String cookies = signIn(uid);
        Answer me = application.ask("GET", "/api/me", Map.of("Cookie", cookies, "Accept", "application/json"), "");
        if (me.status() != OK || !me.body().contains(uid)) {
            throw new IllegalStateException("The page after the login was answered " + me.status());
        }
    }

    private static String csrf(Answer page) {
        Matcher field = CSRF_FIELD.matcher(page.body());
        if (field.find()) {
            Matcher value = VALUE.matcher(field.group());
            if (value.find()) {
                return value.group(1);
            }
        }
        throw new IllegalStateException("The login page, answered " + page.status() + ", has no token");
    }

    private static void take(Answer answer, Map<String, String> cookies) {
        for (String cookie : answer.all("set-cookie")) {
            String pair = cookie.split(";", 2)[0];
            int equals = pair.indexOf('=');
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    private static String header(Map<String, String> cookies) {
        return cookies.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("; "));
    }
}

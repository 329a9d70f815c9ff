package org.memorycached.portal.attempts;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.memorycached.session.limits.Marks;
import org.memorycached.session.limits.Settlement;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * The browsers that users have signed in with, by a random number in a cookie of the portal's host alone. It signs
 * nobody in: it only keeps strangers' failures from counting against its user.
 */
final class KnownDevices {

    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}");
    private static final int TOKEN_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Marks marks;
    private final Duration kept;

    KnownDevices(Marks marks, Duration kept) {
        this.marks = marks;
        this.kept = kept;
    }

    /** The browser's number, if this user has signed in with it. */
    Optional<String> of(HttpServletRequest request, String name) {
        return Optional.ofNullable(WebUtils.getCookie(request, cookieName(request)))
                .map(Cookie::getValue)
                .filter(token -> TOKEN.matcher(token).matches())
                .filter(token -> marks.isSet(mark(name, token)));
    }

    /** A number that is not yet this user's is not taken over: somebody else may have planted it. */
    void remember(
            HttpServletRequest request, HttpServletResponse response, CountedAttempt counted, Settlement settlement) {
        String token = counted.device().orElseGet(this::newToken);
        settlement.mark(marks, mark(counted.name(), token));
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(cookieName(request), token)
                        .path("/")
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .maxAge(kept)
                        .build()
                        .toString());
    }

    private String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String mark(String name, String token) {
        return token + " " + name;
    }

    /** Over https browsers take this name from no other host of the domain (RFC 6265bis, section 4.1.3.2). */
    private static String cookieName(HttpServletRequest request) {
        return request.isSecure() ? "__Host-device" : "device";
    }
}

package org.memorycached.session.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.SessionId;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The cookie that carries the session id between the portal and the applications of one parent domain.
 *
 * <p>It is {@code HttpOnly} and {@code SameSite=Lax}, ends with the browser, and is {@code Secure} where asked for
 * (RFC 6265bis; OWASP ASVS, cookie setup). With {@link CookieKeys} the id is signed, and a cookie that is not counts as
 * none. Thread-safe.
 */
public final class SessionCookie {

    /** The token of RFC 6265, without the characters that some proxies stumble over. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    /** So that a request cannot make the store read without end. */
    private static final int MOST_IDS = 4;

    private final String name;
    private final @Nullable String domain;
    private final @Nullable Boolean secure;
    private final CookieKeys keys;

    /** As {@link #SessionCookie(String, String, Boolean, CookieKeys)}, with ids that are not signed. */
    public SessionCookie(String name, @Nullable String domain, @Nullable Boolean secure) {
        this(name, domain, secure, CookieKeys.NONE);
    }

    /**
     * @param name the cookie's name
     * @param domain the parent domain that portal and applications share; null for this host alone
     * @param secure whether browsers send the cookie over https only; null to decide by the request it is set on
     * @param keys what signs the ids
     * @throws InvalidOptionException if the name is not one, or promises what is not so ({@code __Secure-}, {@code __Host-});
     *     if the domain is none that a browser takes a cookie for
     */
    public SessionCookie(String name, @Nullable String domain, @Nullable Boolean secure, CookieKeys keys) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidOptionException("sso.cookie-name", name, "use letters, digits, '_', '.' and '-'");
        }
        if (domain != null && !DOMAIN.matcher(domain).matches()) {
            throw new InvalidOptionException(
                    "sso.cookie-domain", domain, "name a parent domain with at least one dot, such as sso.example.com");
        }
        requireKeptPromises(name, domain, secure);
        this.name = name;
        this.domain = domain;
        this.secure = secure;
        this.keys = keys;
    }

    /** A browser drops a cookie whose name promises what is not so, and nobody could sign in. */
    private static void requireKeptPromises(String name, @Nullable String domain, @Nullable Boolean secure) {
        boolean forOneHost = startsWith(name, "__Host-");
        if (forOneHost && domain != null) {
            throw new InvalidOptionException(
                    "sso.cookie-name",
                    name,
                    "a __Host- cookie is for one host (RFC 6265bis, section 4.1.3): leave out sso.cookie-domain,"
                            + " or begin the name with __Secure-");
        }
        if ((forOneHost || startsWith(name, "__Secure-")) && !Boolean.TRUE.equals(secure)) {
            throw new InvalidOptionException(
                    "sso.cookie-name",
                    name,
                    "such a cookie is for https only (RFC 6265bis, section 4.1.3): set sso.cookie-secure to true,"
                            + " or choose a name without the prefix");
        }
    }

    /** Browsers do not mind the case of a prefix. */
    private static boolean startsWith(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /**
     * The ids that the request carries, in its order; what is no id, or not signed, is left out. Usually it is one at most. A browser
     * sends several cookies of one name if a page of a narrower path or domain has set one too (RFC 6265, section 5.4):
     * then any of them may be the session, and no more than four are looked at. Forged ones are not among the four: they
     * cannot hide the real one.
     */
    public List<SessionId> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return List.of();
        }
        List<SessionId> ids = List.of(); // hardly ever more than one, and no stream: every request asks
        for (Cookie cookie : cookies) {
            if (ids.size() < MOST_IDS && name.equals(cookie.getName())) {
                ids = with(ids, keys.read(cookie.getValue()));
            }
        }
        return ids;
    }

    private static List<SessionId> with(List<SessionId> ids, Optional<SessionId> id) {
        if (id.isEmpty() || ids.contains(id.get())) {
            return ids;
        }
        return ids.isEmpty()
                ? List.of(id.get())
                : Stream.concat(ids.stream(), id.stream()).toList();
    }

    /** Whether the request carries a cookie of this name, well-formed or not. */
    public boolean isIn(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies != null && Stream.of(cookies).anyMatch(cookie -> name.equals(cookie.getName()));
    }

    /** Hands a session to the browser. */
    public void write(HttpServletRequest request, HttpServletResponse response, SessionId id) {
        add(response, cookie(request, keys.write(id)).build());
    }

    /** Takes the cookie back. */
    public void expire(HttpServletRequest request, HttpServletResponse response) {
        add(response, cookie(request, "").maxAge(Duration.ZERO).build());
    }

    private ResponseCookie.ResponseCookieBuilder cookie(HttpServletRequest request, String value) {
        return ResponseCookie.from(name, value)
                .domain(domain)
                .path("/")
                .httpOnly(true)
                .sameSite("Lax")
                .secure(secure != null ? secure : request.isSecure());
    }

    private static void add(HttpServletResponse response, ResponseCookie cookie) {
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /** Whether a browser sends this cookie to a host: only then can the host's applications share its sessions. */
    public boolean reaches(String host) {
        return domain == null || host.equalsIgnoreCase(domain) || endsWithDomain(host, domain);
    }

    private static boolean endsWithDomain(String host, String domain) {
        String suffix = "." + domain;
        return host.regionMatches(true, host.length() - suffix.length(), suffix, 0, suffix.length());
    }
}

package org.memorycached.portal.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/**
 * Keeps the token against forged forms in a cookie of this host alone, so that every instance of the portal can check
 * it. Over https its name begins with {@code __Host-}: browsers then take it from no other host of the domain, such as
 * an application that was broken into (RFC 6265bis, section 4.1.3.2).
 */
final class CsrfCookie implements CsrfTokenRepository {

    private final CsrfTokenRepository overHttps = named("__Host-csrf");
    private final CsrfTokenRepository overHttp = named("csrf");

    private static CsrfTokenRepository named(String name) {
        CookieCsrfTokenRepository repository = new CookieCsrfTokenRepository();
        repository.setCookieName(name);
        repository.setCookiePath("/");
        // Lax: people arrive from links of other sites, and forms that are open in other tabs shall go on working.
        repository.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
        return repository;
    }

    private CsrfTokenRepository of(HttpServletRequest request) {
        return request.isSecure() ? overHttps : overHttp;
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return of(request).generateToken(request);
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        of(request).saveToken(token, request, response);
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        return of(request).loadToken(request);
    }
}

package org.memorycached.app.gate;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.identity.IdentityHeaders;
import org.memorycached.session.security.PortalLogin;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Tells a proxy who sends a request: 204 and who it is, 401 and where to sign in, or 503 when nobody can tell. */
@RestController
class GateController {

    /** Longer ones could end up in no Location that a browser follows. */
    private static final Pattern ORIGINAL_URL = Pattern.compile("https?://[\\x21-\\x7e]{1,2000}");

    private final IdentityHeaders identity;
    private final PortalLogin login;

    GateController(IdentityHeaders identity, PortalLogin login) {
        this.identity = identity;
        this.login = login;
    }

    /** @param originalUrl what the browser asked the proxy for; whether it may come back there, the portal judges */
    @GetMapping("/auth")
    ResponseEntity<Void> auth(
            @AuthenticationPrincipal @Nullable SsoPrincipal user,
            @RequestHeader(name = "X-Original-URL", required = false) @Nullable String originalUrl,
            HttpServletRequest request) {
        return user == null ? nobody(request, originalUrl) : somebody(user);
    }

    private ResponseEntity<Void> somebody(SsoPrincipal user) {
        return ResponseEntity.noContent()
                .cacheControl(CacheControl.noStore())
                .headers(headers -> identity.of(user).forEach(headers::set))
                .build();
    }

    private ResponseEntity<Void> nobody(HttpServletRequest request, @Nullable String originalUrl) {
        boolean isUrl = originalUrl != null && ORIGINAL_URL.matcher(originalUrl).matches();
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.WWW_AUTHENTICATE, "SSO realm=\"portal\"")
                .header(HttpHeaders.LOCATION, login.url(request, isUrl ? originalUrl : null))
                .build();
    }
}

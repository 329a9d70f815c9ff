package org.memorycached.session.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.web.SessionCookie;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The portal's login page, with the reason why somebody is sent there and the way back. Thread-safe.
 *
 * <p>The way back is in URL-safe base64, so whatever it is made of, the address holds nothing that could end a header or
 * a JSON string. Whether it may be followed is for the portal to judge.
 */
public final class PortalLogin {

    /** The original's reasons: no cookie, or a session that timed out or does not exist. */
    private static final String NO_COOKIE = "c";

    private static final String NO_SESSION = "t";

    /** In base64 it is a third longer, and has to fit into the 8 KB that servers have for an answer's headers. */
    private static final int LONGEST_WAY_BACK = 4_096;

    private final URI portal;
    private final SessionCookie cookie;

    /** @param portal its login page is at {@code /login} below it */
    public PortalLogin(URI portal, SessionCookie cookie) {
        this.portal = portal;
        this.cookie = cookie;
    }

    /**
     * @param request the request from nobody
     * @param returnUrl the page to come back to; null for the portal's own menu, and so are more than 4096 characters
     */
    public String url(HttpServletRequest request, @Nullable String returnUrl) {
        return url(cookie.isIn(request) ? NO_SESSION : NO_COOKIE, returnUrl);
    }

    /** @param reason what the login page tells somebody who did not ask for it */
    String url(String reason, @Nullable String returnUrl) {
        UriComponentsBuilder url =
                UriComponentsBuilder.fromUri(portal).path("/login").queryParam("op", reason);
        return (returnUrl == null || returnUrl.length() > LONGEST_WAY_BACK
                        ? url
                        : url.queryParam("url", encoded(returnUrl)))
                .toUriString();
    }

    private static String encoded(String url) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.UTF_8));
    }
}

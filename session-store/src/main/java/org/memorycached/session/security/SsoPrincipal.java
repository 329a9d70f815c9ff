package org.memorycached.session.security;

import java.time.Duration;
import org.memorycached.session.Session;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who is signed in, and how this request learned it. A controller gets it as {@code @AuthenticationPrincipal}.
 *
 * @param name the value of the session's principal attribute, such as the uid
 * @param session the session of the cookie
 * @param answeredIn how long the store took to find the session
 */
public record SsoPrincipal(String name, Session session, Duration answeredIn) implements AuthenticatedPrincipal {

    @Override
    public String getName() {
        return name;
    }
}

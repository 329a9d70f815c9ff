package org.memorycached.session.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.memorycached.session.Session;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionStore;
import org.memorycached.session.web.SessionCookie;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** From a request's cookie to who is signed in: one read of the store, and a note that the session is in use. */
final class SessionAuthentication {

    private final SessionStore store;
    private final SessionCookie cookie;
    private final String rolesAttribute;
    private final SessionLookups lookups;

    SessionAuthentication(SessionStore store, SessionCookie cookie, String rolesAttribute, SessionLookups lookups) {
        this.store = store;
        this.cookie = cookie;
        this.lookups = lookups;
        this.rolesAttribute = rolesAttribute;
    }

    /**
     * @return empty if the request has no cookie of a session that somebody is signed in with
     * @throws org.memorycached.session.SessionUnavailableException if the store cannot tell, or is not asked because of
     *     a flood of unknown ids
     */
    Optional<Authentication> of(HttpServletRequest request) {
        for (SessionId id : cookie.read(request)) {
            Optional<Authentication> signedIn = signedIn(id, request.getRemoteAddr());
            if (signedIn.isPresent()) {
                return signedIn;
            }
        }
        return Optional.empty();
    }

    private Optional<Authentication> signedIn(SessionId id, String address) {
        long startedAt = System.nanoTime();
        Optional<Session> found = lookups.find(id, address);
        Duration answeredIn = Duration.ofNanos(System.nanoTime() - startedAt);
        found.ifPresent(store::touch);
        return found.flatMap(session -> session.principal()
                .map(name -> new SsoAuthentication(new SsoPrincipal(name, session, answeredIn), authorities(session))));
    }

    private List<GrantedAuthority> authorities(Session session) {
        if (!(session.attributes().get(rolesAttribute) instanceof List<?> roles)) {
            return List.of();
        }
        List<GrantedAuthority> authorities = new ArrayList<>(roles.size()); // no stream: every request asks
        for (Object role : roles) {
            if (role instanceof String name) {
                authorities.add(new SimpleGrantedAuthority("ROLE_" + name.toUpperCase(Locale.ROOT)));
            }
        }
        return authorities;
    }
}

package org.memorycached.portal.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.attempts.SignInAttempts;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.audit.AuditLog;
import org.memorycached.portal.refresh.SignedInUsers;
import org.memorycached.portal.users.PortalUser;
import org.memorycached.session.CreatedSession;
import org.memorycached.session.Session;
import org.memorycached.session.SessionClient;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionKey;
import org.memorycached.session.SessionLimitException;
import org.memorycached.session.SessionLimitPolicy;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionUnavailableException;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.memorycached.session.autoconfigure.SessionStoreProperties;
import org.memorycached.session.limits.Settlement;
import org.memorycached.session.web.SessionCookie;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * The password was right: starts the session that every application knows the user by, and sends the user back.
 *
 * <p>If the store is unavailable, or the user has as many sessions as they may have, nobody is signed in, and {@link
 * LoginPageAgain} says what to do.
 */
@Component
final class StartSessionOnLogin implements AuthenticationSuccessHandler {

    /** Request attribute of a sign-in that would have been one session too many: how many there may be. */
    static final String LIMIT = StartSessionOnLogin.class.getName() + ".LIMIT";

    /** The attribute that the portal knows users by, and looks them up again by. */
    private static final String PRINCIPAL = "uid";

    private static final Logger LOG = LoggerFactory.getLogger(StartSessionOnLogin.class);

    private final SessionStore store;
    private final @Nullable SessionLimitPolicy limitPolicy;
    private final SessionCookie cookie;
    private final WayBack wayBack;
    private final SignInAttempts attempts;
    private final AuditLog audit;
    private final SignedInUsers users;

    StartSessionOnLogin(
            SessionStore store,
            SessionStoreProperties properties,
            SessionCookie cookie,
            WayBack wayBack,
            SignInAttempts attempts,
            AuditLog audit,
            SignedInUsers users) {
        requireUid(properties.principal());
        this.store = store;
        this.limitPolicy = properties.sessionLimitPolicy();
        this.cookie = cookie;
        this.wayBack = wayBack;
        this.attempts = attempts;
        this.audit = audit;
        this.users = users;
    }

    /** Sessions that are found by another attribute would be refreshed as those of users who do not exist, and end. */
    private static void requireUid(String principal) {
        if (!principal.equals(PRINCIPAL)) {
            throw new InvalidPropertyException(
                    "session-store.principal",
                    principal,
                    "leave it at uid in the portal, which finds sessions by that");
        }
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        PortalUser user = (PortalUser) Objects.requireNonNull(authentication.getPrincipal());
        try {
            start(user, request, response);
        } catch (SessionLimitException e) {
            refuse(user, request, response, e.limit());
        }
    }

    private void start(PortalUser user, HttpServletRequest request, HttpServletResponse response) throws IOException {
        CreatedSession created = settleAndCreate(user, request, response);
        // Each login has an id of its own: one that was planted, or that somebody else saw, is worth nothing after it.
        cookie.read(request).forEach(old -> evict(old, user, request));
        cookie.write(request, response, created.id());
        users.add(user.uid());
        tell(AuditEvent.Kind.SIGN_IN, user, created.session().key(), request, null);
        tellOfEvicted(created, user, request);
        wayBack.take(request, response);
    }

    /** The counts are on their way while the session is created, and are seen through whatever becomes of it. */
    private CreatedSession settleAndCreate(PortalUser user, HttpServletRequest request, HttpServletResponse response) {
        Settlement counts = attempts.succeeded(request, response);
        try {
            // The new session first: if there is none to be had, the old one is still worth something.
            return create(user, request);
        } finally {
            settle(counts);
        }
    }

    /** Counts that cannot be taken back end with their window, which is no reason to refuse whose password was right. */
    private static void settle(Settlement counts) {
        try {
            counts.await();
        } catch (SessionUnavailableException e) {
            LOG.info(
                    "After a right password the attempt may count, and the browser may be unknown next time: {}",
                    e.getMessage());
        }
    }

    /** A browser that gives a session of the same user up does not ask for one more. */
    private CreatedSession create(PortalUser user, HttpServletRequest request) {
        try {
            return store.create(attributes(user, request), client(request));
        } catch (SessionLimitException e) {
            List<SessionId> own =
                    cookie.read(request).stream().filter(id -> isOf(user, id)).toList();
            if (own.isEmpty()) {
                throw e;
            }
            own.forEach(id -> evict(id, user, request));
            return store.create(attributes(user, request), client(request));
        }
    }

    private boolean isOf(PortalUser user, SessionId id) {
        return store.find(id)
                .flatMap(Session::principal)
                .filter(user.uid()::equals)
                .isPresent();
    }

    private void refuse(PortalUser user, HttpServletRequest request, HttpServletResponse response, int limit)
            throws IOException {
        tell(AuditEvent.Kind.FAILURE, user, null, request, "signed in " + limit + " times already");
        request.setAttribute(LIMIT, limit);
        response.sendError(HttpStatus.CONFLICT.value());
    }

    /** What is over the limit has ended, unless the store only notifies. */
    private void tellOfEvicted(CreatedSession created, PortalUser user, HttpServletRequest request) {
        if (limitPolicy != SessionLimitPolicy.NOTIFY) {
            created.overLimit()
                    .forEach(old -> tell(
                            AuditEvent.Kind.EVICTION, user, old.key(), request, "another sign-in, over the limit"));
        }
    }

    private void evict(SessionId old, PortalUser user, HttpServletRequest request) {
        if (store.delete(old)) {
            tell(AuditEvent.Kind.EVICTION, user, store.keyOf(old), request, "another sign-in with the same browser");
        }
    }

    private void tell(
            AuditEvent.Kind kind,
            PortalUser user,
            @Nullable SessionKey key,
            HttpServletRequest request,
            @Nullable String detail) {
        audit.write(new AuditEvent(kind, user.uid(), key, request.getRemoteAddr(), detail));
    }

    private static SessionClient client(HttpServletRequest request) {
        String userAgent = Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), "");
        return new SessionClient(request.getRemoteAddr(), userAgent);
    }

    private static Map<String, Object> attributes(PortalUser user, HttpServletRequest request) {
        Map<String, Object> attributes = new HashMap<>(user.attributes());
        attributes.put("ipAddr", request.getRemoteAddr());
        return attributes;
    }
}

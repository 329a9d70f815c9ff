package org.memorycached.portal.attempts;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.audit.AuditLog;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the check of the password, and behind that of the form's token: a forged form costs nobody an attempt.
 * It answers 429 with {@code Retry-After} (RFC 6585) to whoever has to wait.
 */
public final class AttemptFilter extends OncePerRequestFilter {

    /** Request attribute of a refused attempt: the seconds to wait, for the page. */
    public static final String WAIT_SECONDS = AttemptFilter.class.getName() + ".WAIT_SECONDS";

    private final RequestMatcher signIn;
    private final SignInAttempts attempts;
    private final AuditLog audit;

    /** @param signIn matches the requests that a password comes with, in the parameter that Spring Security reads */
    public AttemptFilter(RequestMatcher signIn, SignInAttempts attempts, AuditLog audit) {
        this.signIn = signIn;
        this.attempts = attempts;
        this.audit = audit;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !signIn.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String name = Optional.ofNullable(request.getParameter("username")).orElse("");
        Optional<Duration> wait = attempts.begin(request, name);
        if (wait.isPresent()) {
            refuse(request, response, name, wait.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String name, Duration wait)
            throws IOException {
        long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        audit.write(new AuditEvent(
                AuditEvent.Kind.FAILURE, name, null, request.getRemoteAddr(), "too many attempts: " + seconds + " s"));
        request.setAttribute(WAIT_SECONDS, seconds);
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
    }
}

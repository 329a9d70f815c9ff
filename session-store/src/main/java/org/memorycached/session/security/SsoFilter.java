package org.memorycached.session.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.memorycached.session.SessionUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Cookie in, {@code Authentication} out: at most one read of the store for each request, and none for a request that
 * nobody asks who it is from, such as a style sheet's.
 *
 * <p>A store that cannot tell makes the answer 503 with {@code Retry-After}: the user is not logged out. A client that
 * tries too many unknown ids gets 429.
 */
final class SsoFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(SsoFilter.class);

    private static final String CONTEXT = SsoFilter.class.getName() + ".CONTEXT";
    private static final String RETRY_AFTER_SECONDS = "2";
    private static final int MOST_WRAPPINGS = 20;
    private static final long NANOS_BETWEEN_WARNINGS = Duration.ofSeconds(10).toNanos();

    private final SessionAuthentication sessions;
    private final AtomicLong lastWarningAt = new AtomicLong(System.nanoTime() - NANOS_BETWEEN_WARNINGS);

    SsoFilter(SessionAuthentication sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SecurityContextHolder.setDeferredContext(context(request));
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            Optional<SessionUnavailableException> outage = outageIn(e);
            if (outage.isEmpty() || response.isCommitted()) {
                throw e; // half of a page may be sent: only breaking off tells the browser
            }
            answerUnavailable(response, outage.get());
        }
    }

    /** A controller's outage comes wrapped by Spring MVC, and a template's by the template engine too. */
    private static Optional<SessionUnavailableException> outageIn(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_WRAPPINGS)
                .filter(SessionUnavailableException.class::isInstance)
                .map(SessionUnavailableException.class::cast)
                .findFirst();
    }

    private void answerUnavailable(HttpServletResponse response, SessionUnavailableException outage)
            throws IOException {
        HttpStatus status = outage instanceof TooManyUnknownIdsException
                ? HttpStatus.TOO_MANY_REQUESTS
                : HttpStatus.SERVICE_UNAVAILABLE;
        tell(status, outage);
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        response.sendError(status.value());
    }

    /** In an outage every request ends here: one line for all of them is enough, unless somebody asks for details. */
    private void tell(HttpStatus answer, SessionUnavailableException outage) {
        long now = System.nanoTime();
        long last = lastWarningAt.get();
        boolean isTime = now - last > NANOS_BETWEEN_WARNINGS && lastWarningAt.compareAndSet(last, now);
        LOG.atLevel(isTime ? Level.WARN : Level.DEBUG)
                .log("Answering {}, because sessions cannot be read: {}", answer.value(), outage.getMessage());
    }

    /** An error page shows who is signed in only if that was known before the error: it must not fail once more. */
    private Supplier<SecurityContext> context(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            return () -> known(request).orElseGet(SecurityContextImpl::new);
        }
        return () -> known(request).orElseGet(() -> remember(request, sessions.of(request)));
    }

    private static Optional<SecurityContext> known(HttpServletRequest request) {
        return Optional.ofNullable((SecurityContext) request.getAttribute(CONTEXT));
    }

    private static SecurityContext remember(HttpServletRequest request, Optional<Authentication> authentication) {
        SecurityContext context = new SecurityContextImpl();
        authentication.ifPresent(context::setAuthentication);
        request.setAttribute(CONTEXT, context);
        return context;
    }

    /** Error pages are part of the application. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    /** The thread that finishes an asynchronous request needs the context too. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}

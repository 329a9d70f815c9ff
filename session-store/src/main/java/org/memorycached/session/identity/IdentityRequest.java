package org.memorycached.session.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * A request whose identity headers are those of who is signed in, whatever the client sent.
 *
 * <p>Who that is, it asks Spring Security when a header of identity is read, or all names are listed: requests that do
 * neither read no session.
 */
final class IdentityRequest extends HttpServletRequestWrapper {

    private static final int NO_NUMBER = -1; // as in HttpServletRequest

    private final IdentityHeaders headers;

    IdentityRequest(HttpServletRequest request, IdentityHeaders headers) {
        super(request);
        this.headers = headers;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return headers.isReserved(name) ? identity(name).orElse(null) : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return headers.isReserved(name)
                ? Collections.enumeration(identity(name).map(List::of).orElse(List.of()))
                : super.getHeaders(name);
    }

    @Override
    public int getIntHeader(String name) {
        return headers.isReserved(name)
                ? identity(name).map(Integer::parseInt).orElse(NO_NUMBER)
                : super.getIntHeader(name);
    }

    /** Identity is no date. */
    @Override
    public long getDateHeader(String name) {
        return headers.isReserved(name) ? NO_NUMBER : super.getDateHeader(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        Stream<String> sent =
                Collections.list(super.getHeaderNames()).stream().filter(name -> !headers.isReserved(name));
        Stream<String> ours = user().map(headers::of).orElse(Map.of()).keySet().stream();
        return Collections.enumeration(Stream.concat(sent, ours).toList());
    }

    /** Headers can also follow a body in chunks. */
    @Override
    public Map<String, String> getTrailerFields() {
        return super.getTrailerFields().entrySet().stream()
                .filter(field -> !headers.isReserved(field.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Optional<String> identity(String name) {
        return user().flatMap(user -> headers.value(name, user));
    }

    private static Optional<SsoPrincipal> user() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(Authentication::getPrincipal)
                .filter(SsoPrincipal.class::isInstance)
                .map(SsoPrincipal.class::cast);
    }
}

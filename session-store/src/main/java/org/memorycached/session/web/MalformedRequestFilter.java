package org.memorycached.session.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Answers 400 to a request with parameters, languages or a content type that cannot be read.
 *
 * <p>A container reads these when somebody asks for them, and throws what it finds wrong with them at whoever that is: in
 * the middle of a filter chain, or on the error page that is to tell of it. Then the client's mistake is a 500 with a
 * stack trace in the log, for every request that somebody cares to send. Here they are asked for first. Register it
 * behind the filter that sets the encoding, before those that read; thread-safe.
 *
 * <p>The answer has no page, because making one would read the same again.
 *
 * <p>Asking for the parameters reads the body of a form ({@code application/x-www-form-urlencoded}): who then wants its
 * bytes, such as a webhook that checks a signature over them, finds none. Leave such a path out with a bean that takes the
 * place of the auto-configured one by its name:
 *
 * <pre>{@code
 * @Bean
 * FilterRegistrationBean<Filter> malformedRequestFilter() {
 *     Filter filter = new MalformedRequestFilter();
 *     FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
 *         if (((HttpServletRequest) request).getRequestURI().startsWith("/webhook/")) {
 *             chain.doFilter(request, response);
 *         } else {
 *             filter.doFilter(request, response, chain);
 *         }
 *     });
 *     registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
 *     return registration;
 * }
 * }</pre>
 */
public final class MalformedRequestFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isReadable(request) || !(response instanceof HttpServletResponse http)) {
            chain.doFilter(request, response);
        } else {
            http.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    /** IllegalStateException is how Servlet 6.1 reports parameters (ServletRequest.getParameter), the other is Tomcat's. */
    private static boolean isReadable(ServletRequest request) {
        try {
            request.getParameterMap();
            request.getLocale();
            return !isWildcard(request.getContentType());
        } catch (IllegalStateException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Spring leaves out a content type that it cannot parse, but fails on one that only an Accept may have. */
    private static boolean isWildcard(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.isWildcardType() || type.isWildcardSubtype();
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}

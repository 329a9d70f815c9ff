package org.memorycached.app.gate;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.memorycached.session.identity.SignedIdentity;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.HttpRequestHandler;

/** What verifies the signed identity. No controller, so that no frame of a page asks who wants to know. */
@Configuration(proxyBeanMethods = false)
class PublishedKeys {

    private static final String ADDRESS = "/.well-known/jwks.json";
    private static final String JWK_SET = "application/jwk-set+json"; // RFC 7517, section 8.5.2

    /** How soon verifiers learn of a new key. */
    private static final Duration KEPT_FOR = Duration.ofMinutes(5);

    /** Without keys there is nothing at this address. */
    @Bean(ADDRESS)
    HttpRequestHandler keySet(ObjectProvider<SignedIdentity> identity) {
        Optional<String> keys = Optional.ofNullable(identity.getIfAvailable()).map(SignedIdentity::publicKeys);
        return (request, response) -> {
            if (keys.isPresent()) {
                publish(keys.get(), response);
            } else {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        };
    }

    private static void publish(String keys, HttpServletResponse response) throws IOException {
        response.setContentType(JWK_SET);
        response.setHeader(
                HttpHeaders.CACHE_CONTROL,
                CacheControl.maxAge(KEPT_FOR).cachePublic().getHeaderValue());
        response.getWriter().write(keys);
    }
}

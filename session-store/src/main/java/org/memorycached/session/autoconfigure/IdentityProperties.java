package org.memorycached.session.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Headers that say who is signed in.
 *
 * @param headers Names of headers, and of the session attributes that are their values. Default: Auth-User, Auth-Name, Auth-Mail and Auth-Roles.
 * @param remove Further headers that no client may send, beside those of headers and token, and the common Auth-*, Remote-*, X-Remote-User and X-Forwarded-User, -Email, -Groups and -Preferred-Username.
 * @param token A signed proof of who is signed in.
 */
@ConfigurationProperties("session-store.identity")
public record IdentityProperties(
        @DefaultValue Map<String, String> headers,

        @DefaultValue List<String> remove,
        @DefaultValue Token token) {

    /** What applications and gateways commonly take for an identity. */
    private static final List<String> ALWAYS_REMOVED = List.of(
            "Auth-User",
            "Auth-Name",
            "Auth-Mail",
            "Auth-Roles",
            "Auth-Groups",
            "Auth-Token",
            "Remote-User",
            "Remote-Name",
            "Remote-Email",
            "Remote-Groups",
            "X-Remote-User",
            "X-Forwarded-User",
            "X-Forwarded-Email",
            "X-Forwarded-Groups",
            "X-Forwarded-Preferred-Username");

    /** All headers that no client may send: to name one more lets none of the common ones in. */
    List<String> removed() {
        return Stream.concat(ALWAYS_REMOVED.stream(), remove.stream()).toList();
    }

    /**
     * A signed proof.
     *
     * @param keys Private EC keys of the curve P-256, as JWKs in JSON. The first signs, all are published. Without any there is no token.
     * @param header Name of the header that carries the token.
     * @param issuer Claim iss of the token. Default: the portal's URL.
     * @param audience Claim aud of the token. Default: none.
     * @param lifetime How long a token is valid, ten minutes at most.
     */
    public record Token(
            @DefaultValue List<String> keys,
            @DefaultValue("Auth-Token") String header,
            @Nullable String issuer,
            @Nullable String audience,
            @DefaultValue("60s") Duration lifetime) {

        /** Without the keys: whoever has one can be anybody. */
        @Override
        public String toString() {
            return "Token[keys=" + keys.size() + ", header=" + header + ", issuer=" + issuer + ", audience=" + audience
                    + ", lifetime=" + lifetime + "]";
        }
    }
}

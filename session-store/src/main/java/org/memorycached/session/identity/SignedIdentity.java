package org.memorycached.session.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.security.SsoPrincipal;

/**
 * Who is signed in, as a JWT (RFC 7519) of short life, signed with ES256: for an application that does not trust the
 * network between the proxy and itself. The session's id is not in it.
 *
 * <p>The first key signs; the public halves of all are published as a JWK set (RFC 7517). To rotate, add the new key in
 * second place, move it to the first when verifiers have had the time to read the set again, and drop the old one when a
 * lifetime is over, which is ten minutes at most. Safe for use by many threads.
 */
public final class SignedIdentity implements IdentityToken {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final List<ECKey> keys;
    private final JWSSigner signer;
    private final String issuer;
    private final @Nullable String audience;
    private final Duration lifetime;
    private final Collection<String> attributes;
    private final Clock clock;

    /**
     * @param keys private EC keys of the curve P-256, each as a JWK in JSON; at least one
     * @param issuer the claim {@code iss}
     * @param audience the claim {@code aud}; null for none
     * @param lifetime from now to the claim {@code exp}, at most ten minutes
     * @param attributes the session's attributes that become claims
     * @throws InvalidOptionException if a key is wrong, which is not shown, or the lifetime
     */
    public SignedIdentity(
            List<String> keys,
            String issuer,
            @Nullable String audience,
            Duration lifetime,
            Collection<String> attributes,
            Clock clock) {
        this.keys = IntStream.range(0, keys.size())
                .mapToObj(place -> key(place, keys.get(place)))
                .toList();
        this.signer = signer(this.keys.get(0));
        this.issuer = issuer;
        this.audience = audience;
        this.lifetime = checked(lifetime);
        this.attributes = List.copyOf(attributes);
        this.clock = clock;
    }

    private static Duration checked(Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new InvalidOptionException(
                    "identity.token.lifetime", lifetime, "choose one second to ten minutes; a token cannot be revoked");
        }
        return lifetime;
    }

    private static ECKey key(int place, String json) {
        try {
            ECKey key = ECKey.parse(json);
            if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
                throw wrong(place);
            }
            return new ECKey.Builder(key)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyID(key.getKeyID() == null ? key.computeThumbprint().toString() : key.getKeyID())
                    .build();
        } catch (ParseException | JOSEException | IllegalArgumentException e) { // may quote the key
            throw wrong(place);
        }
    }

    private static InvalidOptionException wrong(int place) {
        return new InvalidOptionException(
                "identity.token.keys[" + place + "]",
                "(a secret)",
                "write a private EC key of the curve P-256 as a JWK in JSON: {\"kty\":\"EC\",\"crv\":\"P-256\",...,\"d\":...}");
    }

    private static JWSSigner signer(ECKey key) {
        try {
            return new ECDSASigner(key);
        } catch (JOSEException e) { // the curve was checked
            throw new IllegalStateException("ES256 cannot be used here", e);
        }
    }

    @Override
    public String of(SsoPrincipal user) {
        ECKey key = keys.get(0);
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT token = new SignedJWT(header, claims(user));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("Cannot sign who is signed in", e);
        }
        return token.serialize();
    }

    /** What has a meaning of its own in a JWT comes last, so that no attribute takes its place. */
    private JWTClaimsSet claims(SsoPrincipal user) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
        attributes.forEach(
                name -> claims.claim(name, user.session().attributes().get(name)));
        Instant now = clock.instant();
        return claims.issuer(issuer)
                .subject(user.name())
                .audience(audience)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(null)
                .build();
    }

    /** What would make no header of its own does not make this one longer either. */
    private static void claim(JWTClaimsSet.Builder claims, String name, @Nullable Object value) {
        if (HeaderValue.of(value).isPresent()) {
            claims.claim(name, value);
        }
    }

    /** The public halves of the keys, as a JWK set in JSON. */
    public String publicKeys() {
        return new JWKSet(keys.stream().<JWK>map(ECKey::toPublicJWK).toList()).toString(true);
    }
}

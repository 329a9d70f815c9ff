package org.memorycached.session.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.security.SsoPrincipal;

class SignedIdentityTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final SsoPrincipal DWHO = Users.user(Map.of(
            "uid",
            "dwho",
            "roles",
            List.of("user"),
            "cn",
            "Doctor Who",
            "secret",
            "not exported",
            "exp",
            9_999_999_999L));

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private final ECKey older = key("older");
    private final ECKey newer = key("newer");

    private static SignedIdentity signedBy(ECKey... keys) {
        return new SignedIdentity(
                List.of(keys).stream().map(ECKey::toJSONString).toList(),
                "http://portal.example.com",
                "app",
                Duration.ofSeconds(60),
                List.of("roles", "cn", "mail", "exp"),
                CLOCK);
    }

    /** As an application verifies it: with nothing but the published keys. */
    private static JWTClaimsSet verified(String token, SignedIdentity publisher) throws Exception {
        DefaultJWTProcessor<SecurityContext> verifier = new DefaultJWTProcessor<>();
        verifier.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.ES256, new ImmutableJWKSet<>(JWKSet.parse(publisher.publicKeys()))));
        return verifier.process(token, null);
    }

    @Test
    void says_who_is_signed_in_for_a_minute() throws Exception {
        SignedIdentity identity = signedBy(newer);
        JWTClaimsSet claims = verified(identity.of(DWHO), identity);
        assertThat(claims.getSubject()).isEqualTo("dwho");
        assertThat(claims.getIssuer()).isEqualTo("http://portal.example.com");
        assertThat(claims.getAudience()).containsExactly("app");
        assertThat(claims.getIssueTime()).isEqualTo(NOW);
        assertThat(claims.getExpirationTime()).isEqualTo(NOW.plusSeconds(60));
        assertThat(claims.getStringListClaim("roles")).containsExactly("user");
        assertThat(claims.getStringClaim("cn")).isEqualTo("Doctor Who");
    }

    @Test
    void holds_only_what_is_exported_and_no_key_of_the_session() throws Exception {
        SignedIdentity identity = signedBy(newer);
        JWTClaimsSet claims = verified(identity.of(DWHO), identity);
        assertThat(claims.getClaims()).containsOnlyKeys("sub", "iss", "aud", "iat", "nbf", "exp", "roles", "cn");
    }

    @Test
    void keys_rotate_and_tokens_of_the_older_one_verify() throws Exception {
        SignedIdentity both = signedBy(newer, older);
        String token = both.of(DWHO);
        assertThat(SignedJWT.parse(token).getHeader().getKeyID()).isEqualTo("newer");
        assertThat(verified(signedBy(older).of(DWHO), both).getSubject()).isEqualTo("dwho");
        assertThatExceptionOfType(BadJOSEException.class).isThrownBy(() -> verified(token, signedBy(older)));
    }

    @Test
    void another_key_of_the_same_name_does_not_verify() {
        assertThatExceptionOfType(BadJOSEException.class)
                .isThrownBy(() -> verified(signedBy(key("newer")).of(DWHO), signedBy(newer)));
    }

    @Test
    void publishes_no_private_half() throws Exception {
        String published = signedBy(newer, older).publicKeys();
        assertThat(JWKSet.parse(published).getKeys()).hasSize(2).noneMatch(com.nimbusds.jose.jwk.JWK::isPrivate);
        assertThat(published).doesNotContain("\"d\"", newer.getD().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "{\"kty\":\"EC\"}",
                "{\"kty\":\"oct\",\"k\":\"aHVudGVyMg\"}",
                "public",
                "rsa",
                "p-384"
            })
    void a_wrong_key_names_its_property_and_is_not_shown(String key) throws Exception {
        String json = switch (key) {
            case "public" -> newer.toPublicJWK().toJSONString();
            case "rsa" -> new RSAKeyGenerator(2048).generate().toJSONString();
            case "p-384" -> new ECKeyGenerator(Curve.P_384).generate().toJSONString();
            default -> key;
        };
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> new SignedIdentity(
                        List.of(newer.toJSONString(), json), "i", null, Duration.ofSeconds(60), List.of(), CLOCK))
                .withMessageContaining("identity.token.keys[1]")
                .withMessageNotContainingAny(
                        "hunter2", "aHVudGVyMg", newer.getD().toString())
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1S", "PT11M"})
    void a_life_that_is_not_short_is_refused(String lifetime) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> new SignedIdentity(
                        List.of(newer.toJSONString()), "i", null, Duration.parse(lifetime), List.of(), CLOCK))
                .withMessageContaining("identity.token.lifetime");
    }
}

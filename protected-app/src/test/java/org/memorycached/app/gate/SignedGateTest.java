package org.memorycached.app.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.memorycached.app.testing.CacheServers;
import org.memorycached.app.testing.Page;
import org.memorycached.session.SessionId;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The signed identity, verified as an application would: by Spring Security, with the keys that are published. */
@ApplicationTest
class SignedGateTest {

    private static final ECKey NEWER = key("newer");
    private static final ECKey OLDER = key("older");

    @Autowired
    Browser browser;

    @Autowired
    CacheServers servers;

    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry properties) {
        properties.add("session-store.identity.token.keys[0]", NEWER::toJSONString);
        properties.add("session-store.identity.token.keys[1]", OLDER::toJSONString);
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_token_proves_who_it_is_for_a_minute() {
        Page page =
                browser.open("/auth").as(browser.signInAsAdministrator()).get().is(204);
        Jwt token = NimbusJwtDecoder.withJwkSetUri(browser.origin() + "/.well-known/jwks.json")
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build()
                .decode(page.header("Auth-Token"));
        assertThat(token.getSubject()).isEqualTo("rtyler");
        assertThat(token.getClaimAsStringList("roles")).containsExactly("user", "admin");
        assertThat(token.getIssuer()).hasToString("http://portal.sso.localhost:8080");
        assertThat(Duration.between(token.getIssuedAt(), token.getExpiresAt())).isEqualTo(Duration.ofSeconds(60));
        assertThat(token.getHeaders()).containsEntry("kid", "newer");
    }

    @Test
    void the_public_halves_of_all_keys_are_there_for_everybody_and_ask_for_no_session() {
        SessionId id = browser.signInAsUser();
        Page page = browser.open("/.well-known/jwks.json").as(id).get().is(200);
        assertThat(page.body())
                .contains("\"newer\"", "\"older\"")
                .doesNotContain("\"d\"", NEWER.getD().toString());
        assertThat(page.header("Content-Type")).startsWith("application/jwk-set+json");
        assertThat(page.response().headers().firstValue("Cache-Control")).hasValue("max-age=300, public");
        assertThat(servers.sessionKeys()).isEmpty();
    }
}

package org.memorycached.session.autoconfigure;

import com.nimbusds.jose.jwk.ECKey;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.identity.IdentityFilter;
import org.memorycached.session.identity.IdentityHeaders;
import org.memorycached.session.identity.IdentityToken;
import org.memorycached.session.identity.SignedIdentity;
import org.memorycached.session.web.SessionCookie;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.security.web.SecurityFilterChain;

/** Identity headers: removed from what clients send, and made of who is signed in. */
@AutoConfiguration(after = SingleSignOnAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(SecurityFilterChain.class)
@ConditionalOnBean(SessionCookie.class)
@EnableConfigurationProperties({IdentityProperties.class, SessionStoreProperties.class})
public class IdentityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    IdentityHeaders identityHeaders(
            IdentityProperties identity, SessionStoreProperties store, ObjectProvider<IdentityToken> token) {
        IdentityHeaders headers = IdentityHeaders.of(attributes(identity, store), identity.removed());
        IdentityToken proof = token.getIfAvailable();
        if (proof == null) {
            requireNoKeys(identity);
            return headers;
        }
        return headers.withToken(identity.token().header(), proof);
    }

    /** Whoever has keys counts on signatures: to send none would be found out by attackers first. */
    private static void requireNoKeys(IdentityProperties identity) {
        if (!identity.token().keys().isEmpty()) {
            throw new InvalidOptionException(
                    "identity.token.keys",
                    "(secrets)",
                    "nothing signs with them: add org.springframework.security:spring-security-oauth2-jose; and where an"
                            + " application is processed ahead of time, it needs a key where it is built");
        }
    }

    private static Map<String, String> attributes(IdentityProperties identity, SessionStoreProperties store) {
        if (!identity.headers().isEmpty()) {
            return identity.headers();
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("Auth-User", store.principal());
        attributes.put("Auth-Name", "cn");
        attributes.put("Auth-Mail", "mail");
        attributes.put("Auth-Roles", store.sso().rolesAttribute());
        return attributes;
    }

    /** Before every other filter, so that none of them sees what a client pretends. */
    @Bean
    FilterRegistrationBean<IdentityFilter> identityFilter(IdentityHeaders headers) {
        FilterRegistrationBean<IdentityFilter> registration = new FilterRegistrationBean<>(new IdentityFilter(headers));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }

    /** Where there are keys, and Nimbus to sign with. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ECKey.class)
    @Conditional(OnKeys.class)
    static class Token {

        @Bean
        @ConditionalOnMissingBean(IdentityToken.class)
        SignedIdentity signedIdentity(IdentityProperties identity, SessionStoreProperties store) {
            IdentityProperties.Token token = identity.token();
            String portal = Objects.toString(store.sso().portalUrl());
            return new SignedIdentity(
                    token.keys(),
                    Optional.ofNullable(token.issuer()).orElse(portal),
                    token.audience(),
                    token.lifetime(),
                    attributes(identity, store).values(),
                    Clock.systemUTC());
        }
    }

    /** Matches the keys however they are written, so that wrong ones are refused and not overlooked. */
    static class OnKeys implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !Binder.get(context.getEnvironment())
                    .bind("session-store.identity.token.keys", Bindable.listOf(String.class))
                    .orElse(List.of())
                    .isEmpty();
        }
    }
}

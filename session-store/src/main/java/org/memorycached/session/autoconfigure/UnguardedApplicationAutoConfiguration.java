package org.memorycached.session.autoconfigure;

import org.memorycached.session.InvalidOptionException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.web.context.reactive.ConfigurableReactiveWebEnvironment;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * A web application that names a portal, but lacks what would send anybody there, does not start: it would be open to
 * everybody. One that is none for the web may name it.
 */
@AutoConfiguration
@ConditionalOnProperty(UnguardedApplicationAutoConfiguration.PORTAL_URL)
public class UnguardedApplicationAutoConfiguration {

    static final String PORTAL_URL = "session-store.sso.portal-url";

    private static InvalidOptionException unheeded(Environment environment, String fix) {
        return new InvalidOptionException("sso.portal-url", environment.getProperty(PORTAL_URL), fix);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @Conditional(WithoutSpringSecurity.class)
    static class Servlets {

        Servlets(Environment environment) {
            throw unheeded(
                    environment,
                    "single sign-on is a part of Spring Security's filter chain: add"
                            + " org.springframework.boot:spring-boot-starter-security, or take the property out");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnReactiveApplication.class)
    static class Reactive {

        Reactive(Environment environment) {
            throw unheeded(
                    environment,
                    "single sign-on is for servlet applications (org.springframework.boot:spring-boot-starter-webmvc):"
                            + " be one, or take the property out");
        }
    }

    /** What {@link SingleSignOnAutoConfiguration} waits for. */
    static class WithoutSpringSecurity extends NoneNestedConditions {

        WithoutSpringSecurity() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnClass({HttpSecurity.class, SecurityFilterChain.class})
        static class SpringSecurity {}
    }

    /** Not Spring Boot's own condition, which needs WebFlux on the class path: this one can be tested without. */
    static class OnReactiveApplication implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return context.getEnvironment() instanceof ConfigurableReactiveWebEnvironment;
        }
    }
}

package org.memorycached.portal.users;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Without a directory the users are those of {@code portal.users}. */
@Configuration(proxyBeanMethods = false)
@Conditional(UsersOfTheConfiguration.WithoutDirectory.class)
class UsersOfTheConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(UsersOfTheConfiguration.class);

    @Bean
    PortalUsers portalUsers(UserProperties properties, Environment environment) {
        if (environment.matchesProfiles("demo")) {
            LOG.warn("The profile demo is active: its users can sign in, whose passwords everybody knows");
        }
        return new PortalUsers(properties);
    }

    @Bean
    PasswordEncoder passwordEncoder(PortalUsers users) {
        return users.passwordEncoder();
    }

    /** An empty address is none, so that an environment can take it back. */
    static final class WithoutDirectory implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Binder.get(context.getEnvironment())
                    .bind("portal.ldap.url", Bindable.listOf(String.class))
                    .orElseGet(List::of)
                    .stream()
                    .allMatch(String::isBlank);
        }
    }
}

package org.memorycached.portal.users;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Without a directory the users are those of {@code portal.users}. */
@Configuration(proxyBeanMethods = false)
class UsersOfTheConfiguration {

    @Bean
    PortalUsers portalUsers(UserProperties properties) {
        return new PortalUsers(properties);
    }

    @Bean
    PasswordEncoder passwordEncoder(PortalUsers users) {
        return users.passwordEncoder();
    }
}

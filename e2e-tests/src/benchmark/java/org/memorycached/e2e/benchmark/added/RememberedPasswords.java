package org.memorycached.e2e.benchmark.added;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Leaves the password's hash out of a login: each password is checked by it once, and known after that. Our portal takes
 * none but bcrypt's, and even the cheapest of these takes about two milliseconds of a login in an application.
 */
@Configuration(proxyBeanMethods = false)
public class RememberedPasswords {

    @Bean
    static BeanPostProcessor rememberPasswords() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                return bean instanceof PasswordEncoder encoder ? new Remembering(encoder) : bean;
            }
        };
    }

    private static final class Remembering implements PasswordEncoder {

        private final PasswordEncoder encoder;
        private final Set<List<String>> right = ConcurrentHashMap.newKeySet();

        Remembering(PasswordEncoder encoder) {
            this.encoder = encoder;
        }

        @Override
        public @Nullable String encode(@Nullable CharSequence password) {
            return encoder.encode(password);
        }

        @Override
        public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
            List<String> pair = List.of(String.valueOf(password), String.valueOf(hash));
            if (!right.contains(pair) && encoder.matches(password, hash)) {
                right.add(pair);
            }
            return right.contains(pair);
        }
    }
}

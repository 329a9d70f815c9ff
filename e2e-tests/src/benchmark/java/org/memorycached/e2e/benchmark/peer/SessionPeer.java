package org.memorycached.e2e.benchmark.peer;

import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.added.RememberedPasswords;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.session.data.redis.config.annotation.web.http.EnableRedisHttpSession;
import org.springframework.session.data.redis.config.annotation.web.http.EnableRedisIndexedHttpSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Users sign in by a form, and Spring Security keeps them in the {@code HttpSession}, as it does by default. */
@Profile({"tomcat", "redis", "redis-indexed"})
@Configuration(proxyBeanMethods = false)
@Import(RememberedPasswords.class)
class SessionPeer {

    @Bean
    SecurityFilterChain policy(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(Customizer.withDefaults())
                .build();
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder();
    }

    /** Knows {@code user0000042}, and everybody of that kind; each one's password is {@code secret}. */
    @Bean
    UserDetailsService users(PasswordEncoder encoder) {
        String password = encoder.encode("secret");
        return name -> PeerUser.of(new SampleUser(Integer.parseInt(name.substring("user".length()))), password);
    }

    @Profile({"tomcat", "redis", "redis-indexed"})
    @RestController
    static class SessionController {

        @GetMapping("/api/me")
        Me me(@AuthenticationPrincipal PeerUser user) {
            return new Me(user.uid(), user.roles(), user.attributes());
        }
    }

    @Profile("redis")
    @Configuration(proxyBeanMethods = false)
    @EnableRedisHttpSession
    static class InRedis {
        @Bean
        LettuceConnectionFactory connections(@Value("${peer.redis-port}") int port) {
            return new LettuceConnectionFactory("127.0.0.1", port);
        }
    }

    @Profile("redis-indexed")
    @Configuration(proxyBeanMethods = false)
    @EnableRedisIndexedHttpSession
    static class InRedisIndexed {
        @Bean
        LettuceConnectionFactory connections(@Value("${peer.redis-port}") int port) {
            return new LettuceConnectionFactory("127.0.0.1", port);
        }
    }
}

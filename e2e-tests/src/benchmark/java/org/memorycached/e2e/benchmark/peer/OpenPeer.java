package org.memorycached.e2e.benchmark.peer;

import org.memorycached.e2e.benchmark.SampleUser;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Everybody gets the answer, and no session is asked; behind Spring Security's filters as in all other profiles. */
@Profile("open")
@Configuration(proxyBeanMethods = false)
class OpenPeer {

    @Bean
    SecurityFilterChain policy(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Profile("open")
    @RestController
    static class OpenController {

        private final SampleUser user = new SampleUser(1);

        @GetMapping("/api/me")
        Me me() {
            return Me.of(user);
        }
    }
}

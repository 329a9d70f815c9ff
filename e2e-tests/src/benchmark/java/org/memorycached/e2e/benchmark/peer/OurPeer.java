package org.memorycached.e2e.benchmark.peer;

import java.util.List;
import org.memorycached.session.security.SingleSignOn;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Users come from our store, by the cookie of the single sign-on. */
@Profile("ours")
@Configuration(proxyBeanMethods = false)
class OurPeer {

    @Bean
    SecurityFilterChain policy(HttpSecurity http, SingleSignOn singleSignOn) {
        return http.with(singleSignOn, Customizer.withDefaults())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .build();
    }

    @Profile("ours")
    @RestController
    static class OurController {

        @GetMapping("/api/me")
        Me me(@AuthenticationPrincipal SsoPrincipal user, Authentication authentication) {
            List<String> roles = authentication.getAuthorities().stream()
                    .map(GrantedAuthority::getAuthority)
                    .toList();
            return new Me(user.name(), roles, user.session().attributes());
        }
    }
}

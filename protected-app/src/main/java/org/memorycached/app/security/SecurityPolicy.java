package org.memorycached.app.security;

import jakarta.servlet.DispatcherType;
import org.memorycached.session.security.SingleSignOn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may see what. What is permitted to all never asks the session store, so it works in an outage too; but health asks
 * who sends a cookie with the question, because it tells administrators more.
 */
@Configuration(proxyBeanMethods = false)
class SecurityPolicy {

    /** Nothing but our own style sheets and icon; Pico draws its symbols with data: images. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'";

    @Bean
    SecurityFilterChain policy(HttpSecurity http, SingleSignOn singleSignOn) {
        return http.with(singleSignOn, Customizer.withDefaults())
                .headers(SecurityPolicy::headers)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/error") // asked for by name there is no error to tell, and it would be a 500
                        .denyAll()
                        .requestMatchers("/assets/**", "/webjars/**", "/favicon.ico")
                        .permitAll()
                        .requestMatchers("/actuator/health/**", "/.well-known/jwks.json")
                        .permitAll()
                        .requestMatchers("/auth") // says itself who nobody is
                        .permitAll()
                        .requestMatchers("/admin/**", "/actuator/**")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .authenticated())
                .build();
    }

    /**
     * No span and no timer around each of Spring Security's filters, which took more time than all of them together.
     * Requests are still timed as a whole: {@code http.server.requests}.
     */
    @Bean
    SecurityObservationSettings noSecurityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** On top of Spring Security's own: no-store, nosniff, and no frames for browsers too old for the policy. */
    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
    }
}

package org.memorycached.portal.security;

import jakarta.servlet.DispatcherType;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.attempts.AttemptFilter;
import org.memorycached.portal.attempts.SignInAttempts;
import org.memorycached.portal.audit.AuditLog;
import org.memorycached.portal.menu.Application;
import org.memorycached.portal.menu.RegisteredApplications;
import org.memorycached.session.security.SingleSignOn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** The portal's policy: who sees which page. */
@Configuration(proxyBeanMethods = false)
class PortalSecurity {

    private static final String LOGIN = "/login";

    @Bean
    SecurityFilterChain policy(
            HttpSecurity http,
            SingleSignOn singleSignOn,
            AuthenticationEntryPoint askToSignIn,
            AccessDeniedHandler notAllowed,
            AuthenticationSuccessHandler startSession,
            AuthenticationFailureHandler refuseLogin,
            LogoutHandler endSession,
            RegisteredApplications applications,
            SignInAttempts attempts,
            AuditLog audit,
            TransportProperties transport) {
        if (!transport.allowPlainHttp()) {
            http.addFilterBefore(new PlainHttp(path(null)), CsrfFilter.class);
        }
        return http.with(singleSignOn, sso -> sso.entryPoint(askToSignIn))
                .exceptionHandling(errors -> errors.accessDeniedHandler(notAllowed))
                .formLogin(form ->
                        form.loginPage(LOGIN).successHandler(startSession).failureHandler(refuseLogin))
                .logout(logout -> logout.addLogoutHandler(endSession).logoutSuccessUrl("/login?signedOut"))
                .addFilterBefore(
                        new AttemptFilter(path(HttpMethod.POST), attempts, audit),
                        UsernamePasswordAuthenticationFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(new CsrfCookie()))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(contents(applications)))
                        .frameOptions(frame -> frame.deny())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/error") // asked for by name there is no error to tell, and it would be a 500
                        .denyAll()
                        .requestMatchers(LOGIN, "/logout", "/assets/**", "/webjars/**", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/admin/**", "/actuator/**")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .authenticated())
                .build();
    }

    /**
     * Authentications are timed and counted: {@code spring.security.authentications}. No span and no timer around each of
     * the filters and each authorization, which take more time than the filters themselves.
     */
    @Bean
    SecurityObservationSettings observedSecurity() {
        return SecurityObservationSettings.withDefaults()
                .shouldObserveRequests(false)
                .shouldObserveAuthorizations(false)
                .build();
    }

    private static PathPatternRequestMatcher path(@Nullable HttpMethod method) {
        return PathPatternRequestMatcher.withDefaults().matcher(method, LOGIN);
    }

    /** Browsers hold a form's redirects to form-action too, and signing in leads back to an application. */
    private static String contents(RegisteredApplications applications) {
        String origins = applications.all().stream()
                .map(Application::origin)
                .distinct()
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
        return "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; "
                + "form-action 'self'" + origins;
    }
}

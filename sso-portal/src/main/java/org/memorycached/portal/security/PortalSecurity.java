package org.memorycached.portal.security;

import jakarta.servlet.DispatcherType;
import java.util.stream.Collectors;
import org.memorycached.portal.menu.Application;
import org.memorycached.portal.menu.RegisteredApplications;
import org.memorycached.session.security.SingleSignOn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** The portal's policy: who sees which page. */
@Configuration(proxyBeanMethods = false)
class PortalSecurity {

    @Bean
    SecurityFilterChain policy(
            HttpSecurity http,
            SingleSignOn singleSignOn,
            AuthenticationEntryPoint askToSignIn,
            AuthenticationSuccessHandler startSession,
            AuthenticationFailureHandler refuseLogin,
            LogoutHandler endSession,
            RegisteredApplications applications) {
        return http.with(singleSignOn, sso -> sso.entryPoint(askToSignIn))
                .formLogin(form ->
                        form.loginPage("/login").successHandler(startSession).failureHandler(refuseLogin))
                .logout(logout -> logout.addLogoutHandler(endSession).logoutSuccessUrl("/login?signedOut"))
                .csrf(csrf -> csrf.csrfTokenRepository(new CsrfCookie()))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(contents(applications)))
                        .frameOptions(frame -> frame.deny())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/error") // asked for by name there is no error to tell, and it would be a 500
                        .denyAll()
                        .requestMatchers("/login", "/logout", "/assets/**", "/webjars/**", "/actuator/health/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .build();
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

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }
}

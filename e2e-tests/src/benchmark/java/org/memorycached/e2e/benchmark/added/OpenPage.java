package org.memorycached.e2e.benchmark.added;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.memorycached.e2e.benchmark.SampleUser;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What {@code /api/me} of protected-app would be if it were open: the same answer in the same application, for everybody,
 * behind Spring Security's usual filters and without the single sign-on's. What else the application does with each request
 * it does with these too: it counts and times them, and looks for malformed ones.
 */
@Configuration(proxyBeanMethods = false)
public class OpenPage {

    public static final String PATH = "/open/me";

    /** Asked before the application's own policy, as that is for all paths. */
    @Bean
    @Order(0)
    SecurityFilterChain open(HttpSecurity http) {
        return http.securityMatcher(PATH)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(
                                "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
                                        + "form-action 'none'; frame-ancestors 'none'"))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** What protected-app tells, of one user. */
    public record Me(
            String name,
            List<String> roles,
            Map<String, Object> attributes,
            String answeredBy,
            long micros,
            Duration copyAge,
            String stamp) {}

    @RestController
    static class OpenController {

        private final SampleUser user = new SampleUser(1);

        @GetMapping(PATH)
        Me me() {
            String stamp = "127.0.0.1:11211 at 17, 127.0.0.1:11212 at 42";
            return new Me(user.uid(), user.roles(), user.attributes(), "heap", 3, Duration.ofMillis(412), stamp);
        }
    }
}

package org.memorycached.session.autoconfigure;

import java.util.Optional;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.SessionStore;
import org.memorycached.session.security.SingleSignOn;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.context.reactive.ConfigurableReactiveWebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * A web application that names a portal, but lacks what would send anybody there, does not start: it would be open to
 * everybody. One that is none for the web may name it.
 */
@AutoConfiguration
@ConditionalOnClass(WebApplicationContext.class)
public class UnguardedApplicationAutoConfiguration {

    private static final String PORTAL_URL = "session-store.sso.portal-url";
    private static final String SPRING_SECURITY =
            "org.springframework.security.config.annotation.web.builders.HttpSecurity";

    /**
     * Asked at each start and not by conditions: those of an application that was processed ahead of time were asked where
     * it was built. Before the server takes requests.
     */
    @Bean
    static SmartInitializingSingleton portalIsHeeded(ApplicationContext application) {
        return () -> {
            if (application.getEnvironment().containsProperty(PORTAL_URL)) {
                whatLacks(application).ifPresent(fix -> {
                    throw new InvalidOptionException(
                            "sso.portal-url", application.getEnvironment().getProperty(PORTAL_URL), fix);
                });
            }
        };
    }

    private static Optional<String> whatLacks(ApplicationContext application) {
        if (application.getEnvironment() instanceof ConfigurableReactiveWebEnvironment) {
            return Optional.of("single sign-on is for servlet applications"
                    + " (org.springframework.boot:spring-boot-starter-webmvc): be one, or take the property out");
        }
        if (!(application instanceof WebApplicationContext)) {
            return Optional.empty();
        }
        if (!ClassUtils.isPresent(SPRING_SECURITY, application.getClassLoader())) {
            return Optional.of("single sign-on is a part of Spring Security's filter chain: add"
                    + " org.springframework.boot:spring-boot-starter-security, or take the property out");
        }
        if (isThere(application, SingleSignOn.class)) {
            return Optional.empty();
        }
        return Optional.of(
                isThere(application, SessionStore.class)
                        ? "single sign-on was left out, where the application was processed ahead of time (name the"
                                + " property in the application.yaml that it is built with), or by an exclusion"
                        : "single sign-on has no sessions: name session-store.servers");
    }

    private static boolean isThere(ApplicationContext application, Class<?> type) {
        return application.getBeanNamesForType(type, true, false).length > 0;
    }
}

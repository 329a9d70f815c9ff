package org.memorycached.session.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.memorycached.session.SessionStore;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people who look after an application see of its session store, each where its library is there. */
@AutoConfiguration(after = SessionStoreAutoConfiguration.class)
@ConditionalOnBean(SessionStore.class)
public class SessionStoreActuatorAutoConfiguration {

    /** {@code sessionStore} in the health; name it in the readiness group to take a node out that cannot work. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class StoreHealth {

        @Bean
        @ConditionalOnMissingBean(name = "sessionStoreHealthIndicator")
        HealthIndicator sessionStoreHealthIndicator(SessionStore store) {
            return new SessionStoreHealth(store);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Endpoint.class)
    static class StoreEndpoint {

        @Bean
        SessionStoreEndpoint sessionStoreEndpoint(SessionStore store) {
            return new SessionStoreEndpoint(store);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class StoreMeters {

        @Bean
        FollowerMetrics sessionStoreFollowerMetrics(SessionStore store) {
            return new FollowerMetrics(store);
        }
    }
}

package org.memorycached.session.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.SessionLimitPolicy;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionStoreBuilder;
import org.memorycached.session.SessionStoreObserver;
import org.memorycached.session.codec.JsonSessionCodec;
import org.memorycached.session.tier.ServerConnector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.unit.DataSize;

/** A {@link SessionStore} from {@code session-store.*} properties; a bean of the application's own takes its place. */
@AutoConfiguration
@Conditional(SessionStoreAutoConfiguration.OnServers.class)
@EnableConfigurationProperties(SessionStoreProperties.class)
public class SessionStoreAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SessionStore sessionStore(
            SessionStoreProperties properties,
            ObjectProvider<SessionStoreObserver> observer,
            ObjectProvider<ServerConnector> connector,
            ResourceLoader resources) {
        SessionStoreBuilder builder = SessionStore.builder()
                .servers(properties.servers())
                .local(properties.local())
                .principal(properties.principal());
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::timeout).to(builder::timeout);
        map.from(properties::absoluteLifetime).to(builder::absoluteLifetime);
        map.from(properties::updateOnly).to(builder::updateOnly);
        map.from(properties::touchInterval).to(builder::touchInterval);
        map.from(properties::localMaxAge).to(builder::localMaxAge);
        map.from(properties::heapCopies).as(DataSize::toBytes).to(builder::heapCopies);
        map.from(properties::staleIfUnavailable).to(builder::staleIfUnavailable);
        map.from(properties::copies).to(builder::copies);
        map.from(properties::sessionLimit).to(most -> builder.sessionLimit(most, limitPolicy(properties)));
        requireLimitForPolicy(properties);
        map.from(properties::perlCompatible).to(builder::perlCompatible);
        map.from(properties::revocationLease).to(builder::revocationLease);
        map.from(properties::protocol).to(builder::protocol);
        SaslCredentials sasl = new SaslCredentials(resources);
        sasl.central(properties).ifPresent(given -> builder.sasl(given.username(), given.password()));
        sasl.local(properties).ifPresent(given -> builder.localSasl(given.username(), given.password()));
        map.from(properties::centralOperationTimeout).to(builder::centralOperationTimeout);
        map.from(properties::localOperationTimeout).to(builder::localOperationTimeout);
        map.from(properties::maxValueSize)
                .as(SessionStoreAutoConfiguration::bytes)
                .to(builder::maxValueSize);
        map.from(properties::encryptionKeyset)
                .as(keyset -> new SessionEncryption(resources).encrypt(new JsonSessionCodec(), keyset))
                .to(builder::codec);
        observer.ifAvailable(builder::observer);
        connector.ifAvailable(builder::connector);
        return builder.build();
    }

    private static SessionLimitPolicy limitPolicy(SessionStoreProperties properties) {
        SessionLimitPolicy policy = properties.sessionLimitPolicy();
        return policy != null ? policy : SessionLimitPolicy.EVICT_OLDEST;
    }

    private static void requireLimitForPolicy(SessionStoreProperties properties) {
        if (properties.sessionLimitPolicy() != null && properties.sessionLimit() == null) {
            throw new InvalidOptionException(
                    "sessionLimitPolicy",
                    properties.sessionLimitPolicy(),
                    "it says what becomes of a login over session-store.session-limit: set that, too");
        }
    }

    private static int bytes(DataSize size) {
        if (size.toBytes() > Integer.MAX_VALUE) {
            throw new InvalidOptionException("maxValueSize", size, "keep it below memcached's -I, which is 1 MB or so");
        }
        return (int) size.toBytes();
    }

    /** Matches the servers however they are written: in one line, or as a list. */
    static class OnServers implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Binder.get(context.getEnvironment())
                    .bind("session-store.servers", Bindable.listOf(String.class))
                    .isBound();
        }
    }

    /** Metrics, where the application has a registry for them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Metrics {

        @Bean
        @ConditionalOnMissingBean
        SessionStoreObserver sessionStoreMetrics(ObjectProvider<MeterRegistry> registry) {
            MeterRegistry unique = registry.getIfUnique();
            return unique == null ? SessionStoreObserver.NONE : new SessionStoreMetrics(unique);
        }
    }
}

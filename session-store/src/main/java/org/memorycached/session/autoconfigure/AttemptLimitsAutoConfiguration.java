package org.memorycached.session.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.memorycached.session.SessionStore;
import org.memorycached.session.limits.AttemptLimits;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.ServerConnector;
import org.memorycached.session.tier.Tier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.ResourceLoader;

/** {@link AttemptLimits} on the session store's central servers, for applications that ask for them. */
@AutoConfiguration(after = SessionStoreAutoConfiguration.class)
@ConditionalOnBean(SessionStore.class)
public class AttemptLimitsAutoConfiguration {

    private static final Duration DEFAULT_OPERATION_TIMEOUT = Duration.ofMillis(500);

    /** Lazy, because most applications limit nothing, and it has connections of its own. */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    AttemptLimits attemptLimits(
            SessionStoreProperties properties, ObjectProvider<ServerConnector> connector, ResourceLoader resources) {
        ServerConnector connection = connector.getIfAvailable(() -> memcached(properties, resources));
        return new AttemptLimits(
                new Tier(properties.servers().stream()
                        .map(ServerAddress::parse) // the store has checked them
                        .map(connection::connect)
                        .toList()),
                Clock.systemUTC());
    }

    private static ServerConnector memcached(SessionStoreProperties properties, ResourceLoader resources) {
        return new MemcachedConnector(new MemcachedSettings(
                Objects.requireNonNullElse(properties.protocol(), Protocol.BINARY),
                Objects.requireNonNullElse(properties.centralOperationTimeout(), DEFAULT_OPERATION_TIMEOUT),
                new SaslCredentials(resources).central(properties).orElse(null)));
    }
}

package org.memorycached.session.autoconfigure;

import org.memorycached.session.SessionStore;
import org.memorycached.session.limits.AttemptLimits;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** {@link AttemptLimits} on the session store's central servers. */
@AutoConfiguration(after = SessionStoreAutoConfiguration.class)
@ConditionalOnSingleCandidate(SessionStore.class)
public class AttemptLimitsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    AttemptLimits attemptLimits(SessionStore store) {
        return store.attemptLimits();
    }
}

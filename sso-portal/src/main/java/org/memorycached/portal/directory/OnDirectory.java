package org.memorycached.portal.directory;

import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if a directory is configured. An empty address is none, so that an environment can take it back. */
final class OnDirectory implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                .bind("portal.ldap.url", Bindable.listOf(String.class))
                .orElseGet(List::of)
                .stream()
                .anyMatch(url -> !url.isBlank());
    }
}

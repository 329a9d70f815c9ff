package org.memorycached.app;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What tells one running copy of this application from another.
 *
 * @param name What the pages call this application.
 */
@ConfigurationProperties("app")
record AppProperties(@DefaultValue("Application 1") String name) {

    AppProperties {
        if (name.isBlank()) {
            throw new IllegalArgumentException("app.name is blank: give the application a name, such as Application 1");
        }
    }
}

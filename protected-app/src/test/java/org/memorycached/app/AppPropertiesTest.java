package org.memorycached.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AppPropertiesTest {

    @EnableConfigurationProperties(AppProperties.class)
    static class Configuration {}

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Configuration.class);

    @Test
    void the_first_copy_needs_no_name() {
        application.run(context ->
                assertThat(context.getBean(AppProperties.class).name()).isEqualTo("Application 1"));
    }

    @Test
    void a_blank_name_names_its_property() {
        application
                .withPropertyValues("app.name= ")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("app.name"));
    }
}

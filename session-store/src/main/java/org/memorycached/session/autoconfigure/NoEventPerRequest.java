package org.memorycached.session.autoconfigure;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.FrameworkServlet;

/**
 * Turns off Spring MVC's event for each handled request. The event names the user, so that even a style sheet's request
 * would read the session, and fail when the store does. An application that wants the events sets Spring Boot's
 * property for them to true.
 */
final class NoEventPerRequest implements BeanPostProcessor {

    private static final String PROPERTY = "spring.mvc.publish-request-handled-events";

    private final Environment environment;

    NoEventPerRequest(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof FrameworkServlet servlet) {
            servlet.setPublishEvents(environment.getProperty(PROPERTY, Boolean.class, false));
        }
        return bean;
    }
}

package org.memorycached.portal;

import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.webmvc.autoconfigure.error.DefaultErrorViewResolver;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pages of {@code templates/error}, for every error that no feature has a page of its own for. */
@Configuration(proxyBeanMethods = false)
class ErrorPages {

    /** Spring Boot's own, which it leaves out where an application has any other resolver. */
    @Bean
    ErrorViewResolver pagesByStatus(ApplicationContext context, WebProperties properties) {
        return new DefaultErrorViewResolver(context, properties.getResources());
    }
}

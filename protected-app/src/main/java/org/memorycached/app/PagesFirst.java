package org.memorycached.app;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.webmvc.actuate.endpoint.web.AbstractWebMvcEndpointHandlerMapping;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Asks the pages for a request before the actuator: Spring Boot has each page view compared with every path of the
 * actuator first, which took a tenth of it. The actuator still comes before files.
 */
@Configuration(proxyBeanMethods = false)
class PagesFirst {

    /** Controllers have 0. */
    private static final int AFTER_PAGES = 1;

    @Bean
    static BeanPostProcessor pagesBeforeEndpoints() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String beanName) {
                if (bean instanceof AbstractWebMvcEndpointHandlerMapping endpoints) {
                    endpoints.setOrder(AFTER_PAGES);
                }
                return bean;
            }
        };
    }
}

package org.memorycached.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.memorycached.app.testing.ApplicationTest;
import org.memorycached.app.testing.Browser;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.actuate.endpoint.web.AbstractWebMvcEndpointHandlerMapping;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@ApplicationTest
class PagesFirstTest {

    @Autowired
    DispatcherServlet dispatcher;

    @Autowired
    Browser browser;

    @Test
    void pages_are_asked_before_the_actuator_and_the_actuator_before_files() {
        List<HandlerMapping> inOrder = dispatcher.getHandlerMappings();
        assertThat(placeOf(RequestMappingHandlerMapping.class, inOrder))
                .isLessThan(placeOf(AbstractWebMvcEndpointHandlerMapping.class, inOrder));
        assertThat(inOrder.stream()
                        .dropWhile(mapping -> !(mapping instanceof AbstractWebMvcEndpointHandlerMapping))
                        .anyMatch(SimpleUrlHandlerMapping.class::isInstance))
                .isTrue();
    }

    @Test
    void the_actuator_answers() {
        browser.open("/actuator/health/readiness").get().is(200);
        browser.open("/actuator/metrics")
                .as(browser.signInAsAdministrator())
                .get()
                .is(200);
    }

    private static int placeOf(Class<? extends HandlerMapping> kind, List<HandlerMapping> inOrder) {
        return inOrder.stream().map(kind::isInstance).toList().indexOf(true);
    }
}

package org.memorycached.portal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The whole portal on a free port, with sessions in the heap. All tests with this annotation share it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        // All tests sign in from one address, and many of them wrongly.
        properties = {
            "portal.attempts.free-attempts=100000",
            "portal.attempts.most-attempts=100000",
            "portal.attempts.name-attempts=100000",
            "portal.attempts.address-attempts=100000"
        })
@AutoConfigureMockMvc
@Import(PortalTest.Servers.class)
public @interface PortalTest {

    @TestConfiguration(proxyBeanMethods = false)
    class Servers {

        @Bean
        SwitchableServers servers() {
            return new SwitchableServers();
        }
    }
}

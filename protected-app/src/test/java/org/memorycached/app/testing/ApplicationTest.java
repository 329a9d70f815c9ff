package org.memorycached.app.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.memorycached.session.SessionStore;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * The whole application on a real port, with servers in the heap: error pages are made by the servlet container, which
 * MockMvc does not have. All tests share one context.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"session-store.servers=central1:11211,central2:11211", "session-store.local=local:11211"})
@Import(ApplicationTest.InTheHeap.class)
public @interface ApplicationTest {

    @TestConfiguration(proxyBeanMethods = false)
    class InTheHeap {

        @Bean
        CacheServers cacheServers() {
            return new CacheServers();
        }

        /** Lazy, because the port is known when the server runs. */
        @Bean
        @Lazy
        Browser browser(Environment environment, SessionStore store, CacheServers servers) {
            return new Browser(environment.getRequiredProperty("local.server.port", int.class), store, servers);
        }
    }
}

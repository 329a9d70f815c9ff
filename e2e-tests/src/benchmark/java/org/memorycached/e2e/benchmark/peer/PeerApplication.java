package org.memorycached.e2e.benchmark.peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Tells who asks, at {@code /api/me}, the same words in each profile: {@code open} (nobody is asked for, everybody gets
 * the answer), {@code tomcat} (session in the container's memory), {@code redis}, {@code redis-indexed} (Spring Session),
 * {@code ours}.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class PeerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PeerApplication.class, arguments);
    }
}

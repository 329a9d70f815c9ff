package org.memorycached.e2e.environment;

import java.net.URI;

/** A portal and two applications that run somewhere, by the addresses a browser uses. */
public interface SsoEnvironment {

    URI portal();

    URI app1();

    URI app2();

    /** Whether the central tier still has this session, asked of memcached itself. */
    boolean hasStored(String sessionId);
}

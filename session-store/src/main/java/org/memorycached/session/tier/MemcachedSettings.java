package org.memorycached.session.tier;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to talk to the memcached servers of one tier.
 *
 * @param protocol the wire protocol
 * @param operationTimeout how long one operation may take before the server counts as unavailable
 * @param credentials what every connection signs in with; null for servers that ask for nothing
 */
public record MemcachedSettings(
        Protocol protocol,
        Duration operationTimeout,
        @Nullable Credentials credentials) {

    /** memcached's two wire protocols. */
    public enum Protocol {
        /**
         * The default: one server error leaves the other threads' calls on the shared connection alone. memcached calls
         * it deprecated.
         */
        BINARY,
        /**
         * The classic text protocol. A server error, when memory runs out for one, resets the connection that sessions, feeds
         * and counts of attempts share.
         */
        TEXT
    }

    /**
     * @throws IllegalArgumentException if there are credentials for the text protocol, which has no SASL
     */
    public MemcachedSettings {
        if (credentials != null && protocol == Protocol.TEXT) {
            throw new IllegalArgumentException("SASL needs the binary protocol");
        }
    }

    /** For servers that ask for no password. */
    public MemcachedSettings(Protocol protocol, Duration operationTimeout) {
        this(protocol, operationTimeout, null);
    }
}

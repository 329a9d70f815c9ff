package org.memorycached.session.tier;

import java.time.Duration;

/**
 * How to talk to the memcached servers of one tier.
 *
 * @param protocol the wire protocol
 * @param operationTimeout how long one operation may take before the server counts as unavailable
 */
public record MemcachedSettings(Protocol protocol, Duration operationTimeout) {

    /** memcached's two wire protocols. */
    public enum Protocol {
        /**
         * The default: one server error leaves the other threads' calls on the shared connection alone. memcached calls
         * it deprecated.
         */
        BINARY,
        /** The classic text protocol. A server error resets the shared connection. */
        TEXT
    }
}

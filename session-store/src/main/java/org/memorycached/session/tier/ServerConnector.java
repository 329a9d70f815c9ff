package org.memorycached.session.tier;

/** Makes the connection to a server. The default is spymemcached; tests connect to maps in the heap. */
@FunctionalInterface
public interface ServerConnector {

    /**
     * @return the server, which need not be up: it heals by itself
     */
    CacheServer connect(ServerAddress address);
}

package org.memorycached.session.tier;

/** Connects to real memcached through spymemcached, one client for each server: placement over servers is ours. */
public final class MemcachedConnector implements ServerConnector {

    private final MemcachedSettings settings;

    public MemcachedConnector(MemcachedSettings settings) {
        this.settings = settings;
    }

    /** Returns after the connection is there, or after one operation timeout if the server is not up. */
    @Override
    public CacheServer connect(ServerAddress address) {
        return new MemcachedServer(address, settings);
    }
}

package org.memorycached.session;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.ServerAddress;

class HeapSessionStoreTest extends SessionStoreContract {

    private final Map<ServerAddress, HeapCacheServer> servers = new ConcurrentHashMap<>();

    @Override
    protected SessionStoreBuilder builder() {
        return SessionStore.builder()
                .servers("central1:11211", "central2:11211")
                .local("local:11211")
                .connector(address ->
                        servers.computeIfAbsent(address, a -> new HeapCacheServer(a.toString(), Clock.systemUTC())));
    }
}

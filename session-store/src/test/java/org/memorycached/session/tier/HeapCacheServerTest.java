package org.memorycached.session.tier;

import java.time.Duration;
import org.memorycached.session.MutableClock;

class HeapCacheServerTest extends CacheServerContract {

    private final MutableClock clock = new MutableClock();
    private final CacheServer server = new HeapCacheServer("heap:11211", clock);

    @Override
    protected CacheServer server() {
        return server;
    }

    @Override
    protected void letPass(Duration duration) {
        clock.advance(duration);
    }
}

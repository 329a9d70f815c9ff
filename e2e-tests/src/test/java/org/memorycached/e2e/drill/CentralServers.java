package org.memorycached.e2e.drill;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.memorycached.e2e.environment.CentralState;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;

/** The central servers, as processes. Used by one thread at a time. */
final class CentralServers implements AutoCloseable {

    private final List<MemcachedInstance> servers;

    private CentralServers(int count) {
        servers = IntStream.range(0, count)
                .mapToObj(i -> RealMemcached.startProgram())
                .toList();
    }

    static CentralServers start(int count) {
        return new CentralServers(count);
    }

    Stream<String> names() {
        return servers.stream().map(MemcachedInstance::address);
    }

    List<MemcachedInstance> all() {
        return servers;
    }

    /** Whether every server has all that belongs on it, and missed nothing. */
    boolean areWhole() {
        return CentralState.isWhole(names().toList());
    }

    @Override
    public void close() {
        servers.forEach(MemcachedInstance::close);
    }
}

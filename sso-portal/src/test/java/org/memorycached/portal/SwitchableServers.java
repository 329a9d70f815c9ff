package org.memorycached.portal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.ServerConnector;

/** Servers in the heap that can be switched off, all at once. */
class SwitchableServers implements ServerConnector {

    private static final Set<String> ALWAYS_ANSWERED = Set.of("name", "close", "toString", "hashCode", "equals");

    private final Map<ServerAddress, CacheServer> servers = new ConcurrentHashMap<>();
    private volatile boolean off;

    void switchOff() {
        off = true;
    }

    void switchOn() {
        off = false;
    }

    @Override
    public CacheServer connect(ServerAddress address) {
        return servers.computeIfAbsent(address, this::start);
    }

    private CacheServer start(ServerAddress address) {
        CacheServer server = new HeapCacheServer(address.toString(), Clock.systemUTC());
        return (CacheServer) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CacheServer.class},
                (proxy, method, arguments) -> answer(server, method, arguments));
    }

    private Object answer(CacheServer server, Method method, Object[] arguments) throws Throwable {
        if (off && !ALWAYS_ANSWERED.contains(method.getName())) {
            TierUnavailableException outage = new TierUnavailableException("switched off");
            if (method.getReturnType() == Reply.class) {
                return Reply.failed(outage); // what is sent fails when it is awaited
            }
            throw outage;
        }
        try {
            return method.invoke(server, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

package org.memorycached.app.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.ServerConnector;

/** The servers of the application under test: in the heap, they note each key they are asked, and fail when told to. */
public final class CacheServers implements ServerConnector {

    private final Queue<String> keys = new ConcurrentLinkedQueue<>();
    private volatile boolean centralTierIsDown;

    @Override
    public CacheServer connect(ServerAddress address) {
        HeapCacheServer server = new HeapCacheServer(address.toString(), Clock.systemUTC());
        boolean central = address.host().startsWith("central");
        return (CacheServer) Proxy.newProxyInstance(
                CacheServer.class.getClassLoader(), new Class<?>[] {CacheServer.class}, (proxy, method, arguments) -> {
                    if (arguments != null) {
                        if (!isRefill()) {
                            note(arguments[0]);
                        }
                        if (central && centralTierIsDown) {
                            return outage(method);
                        }
                    }
                    try {
                        return method.invoke(server, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** For some seconds after the start each server gets what the other has, whatever is asked for meanwhile. */
    private static boolean isRefill() {
        return Thread.currentThread().getName().equals("session-refill");
    }

    private void note(Object keyOrKeys) {
        if (keyOrKeys instanceof Collection<?> several) {
            several.forEach(this::note);
        } else if (keyOrKeys instanceof String key) {
            keys.add(key);
        }
    }

    /** What is sent fails when it is awaited. */
    private static Object outage(Method method) {
        TierUnavailableException down = new TierUnavailableException("down, says the test");
        if (method.getReturnType() == Reply.class) {
            return Reply.failed(down);
        }
        throw down;
    }

    public void takeCentralTierDown() {
        centralTierIsDown = true;
    }

    public void heal() {
        centralTierIsDown = false;
    }

    public void forgetKeys() {
        keys.clear();
    }

    /** Every key that a server was asked since, those of the followers' polls included. */
    public List<String> keys() {
        return List.copyOf(keys);
    }

    /** The keys of sessions and of their copies: what a request asked for, other than polls and health checks. */
    public List<String> sessionKeys() {
        return keys.stream()
                .filter(key -> Stream.of("feed:", "tier:", "probe").noneMatch(key::startsWith))
                .toList();
    }
}

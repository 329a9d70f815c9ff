package org.memorycached.session;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.Tier;
import org.memorycached.session.tier.UnreliableServer;

/**
 * Central servers and nodes with a local tier each, all in the heap, on one clock. Nothing happens by itself: followers
 * poll when a test says so, and each server fails or pauses when a test says so.
 */
final class Cluster {

    static final Duration TIMEOUT = Duration.ofMinutes(30);
    static final Duration LIFETIME = Duration.ofHours(8);
    static final Duration TOUCH_INTERVAL = Duration.ofMinutes(1);
    static final Duration LOCAL_MAX_AGE = Duration.ofMinutes(1);
    static final Duration LEASE = Duration.ofSeconds(1);

    final MutableClock clock = new MutableClock();
    final List<HeapCacheServer> memories;
    final List<UnreliableServer> centralServers;

    Cluster(int centralServerCount) {
        memories = IntStream.range(0, centralServerCount)
                .mapToObj(i -> new HeapCacheServer("central" + i + ":11211", clock))
                .toList();
        centralServers = memories.stream().map(UnreliableServer::new).toList();
    }

    /** The central server of a cluster that has one. */
    UnreliableServer central() {
        return centralServers.get(0);
    }

    HeapCacheServer memory() {
        return memories.get(0);
    }

    /** A node whose follower has polled once. */
    Node node(String name) {
        return node(name, builder -> builder);
    }

    /** Without a copy in the heap, unless the options say otherwise. */
    Node node(String name, UnaryOperator<SessionStoreBuilder> options) {
        Node node = new Node(name, options);
        node.poll();
        return node;
    }

    /** One application's process and the memcached beside it. */
    final class Node {

        final HeapCacheServer localMemory;
        final UnreliableServer local;
        final RecordingObserver observer = new RecordingObserver();
        final SessionStore store;
        private final SessionStoreBuilder.Assembly assembly;

        private Node(String name, UnaryOperator<SessionStoreBuilder> options) {
            localMemory = new HeapCacheServer(name + ":11211", clock);
            local = new UnreliableServer(localMemory);
            SessionStoreBuilder builder = options.apply(SessionStore.builder()
                    .servers(centralServers.stream().map(UnreliableServer::name).toList())
                    .principal("uid")
                    .timeout(TIMEOUT)
                    .absoluteLifetime(LIFETIME)
                    .localMaxAge(LOCAL_MAX_AGE)
                    .revocationLease(LEASE)
                    .maxValueSize(10_000)
                    .heapCopies(0)
                    .clock(clock)
                    .observer(observer));
            assembly = builder.new Assembly(new Tier(centralServers), new Tier(List.of(local)), clock::nanoTime);
            store = assembly.store(TOUCH_INTERVAL, assembly.refills::close);
        }

        /** Whether each central server has all that belongs on it, as far as this node has heard. */
        boolean isWhole() {
            return IntStream.range(0, centralServers.size())
                    .allMatch(place -> assembly.tier.standings().isComplete(place));
        }

        /** Hears of what was published, as its followers' threads do four times a second. */
        void poll() {
            for (int place = 0; place < centralServers.size(); place++) {
                assembly.poll(place);
            }
        }
    }
}

package org.memorycached.session;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.memorycached.session.codec.JsonSessionCodec;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.revocation.RevocationFeed;
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
    private final SessionCodec codec = new JsonSessionCodec();

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
        return node(name, false);
    }

    Node node(String name, boolean updateOnly) {
        Node node = new Node(name, updateOnly);
        node.poll();
        return node;
    }

    /** One application's process and the memcached beside it. */
    final class Node {

        final HeapCacheServer localMemory;
        final UnreliableServer local;
        final RecordingObserver observer = new RecordingObserver();
        final SessionStore store;
        private final List<Follower> followers;

        private Node(String name, boolean updateOnly) {
            localMemory = new HeapCacheServer(name + ":11211", clock);
            local = new UnreliableServer(localMemory);
            Tier centralTier = new Tier(centralServers);
            List<RevocationFeed> feeds = centralServers.stream()
                    .map(server -> new RevocationFeed(server, clock))
                    .toList();
            followers = feeds.stream()
                    .map(feed -> new Follower(feed, clock::nanoTime, LEASE))
                    .toList();
            store = SessionStore.builder()
                    .principal("uid")
                    .timeout(TIMEOUT)
                    .absoluteLifetime(LIFETIME)
                    .updateOnly(updateOnly)
                    .clock(clock)
                    .observer(observer)
                    .assemble(
                            new CentralSessions(centralTier, feeds, followers, codec, 10_000, clock, observer),
                            new LocalCopies(new Tier(List.of(local)), codec, LOCAL_MAX_AGE, clock, observer),
                            new PrincipalReferences(centralTier),
                            TOUCH_INTERVAL,
                            () -> {});
        }

        void poll() {
            followers.forEach(Follower::poll);
        }
    }
}

package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    static final Duration TOUCH_INTERVAL = Duration.ofSeconds(45);
    static final Duration LOCAL_MAX_AGE = Duration.ofMinutes(1);
    /** When a copy is renewed by a touch, which is before its greatest age. */
    static final Duration TOUCH_DUE = LOCAL_MAX_AGE.multipliedBy(5).dividedBy(6);

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
        return node(name, options, centralServers);
    }

    /** One whose configuration lists other servers. */
    Node node(String name, UnaryOperator<SessionStoreBuilder> options, List<UnreliableServer> servers) {
        return polled(new Node(options, servers, new HeapCacheServer(name + ":11211", clock)));
    }

    /** Another process on the same host: with the same local server. */
    Node neighbour(Node node, UnaryOperator<SessionStoreBuilder> options) {
        return polled(new Node(options, centralServers, node.localMemory));
    }

    private static Node polled(Node node) {
        node.pollWhatAnswers();
        return node;
    }

    /** Polls until each node knows that every server has all it should have. */
    void letServersBecomeWhole(Node... nodes) {
        for (int i = 0; i < 2 || (i < 50 && !Stream.of(nodes).allMatch(Node::knowsAllToBeWhole)); i++) {
            clock.advance(LEASE);
            Stream.of(nodes).forEach(Node::pollWhatAnswers);
        }
        assertThat(nodes).allMatch(Node::knowsAllToBeWhole);
    }

    /** One application's process and the memcached beside it. */
    final class Node {

        final HeapCacheServer localMemory;
        final UnreliableServer local;

        /** This node's own connections to the central servers, which fail for this node only. */
        final List<UnreliableServer> links;

        final RecordingObserver observer = new RecordingObserver();
        final SessionStore store;
        final StoreAssembly assembly;

        private Node(
                UnaryOperator<SessionStoreBuilder> options,
                List<UnreliableServer> servers,
                HeapCacheServer localMemory) {
            links = servers.stream().map(UnreliableServer::new).toList();
            this.localMemory = localMemory;
            local = new UnreliableServer(localMemory);
            SessionStoreBuilder builder = options.apply(SessionStore.builder()
                    .servers(servers.stream().map(UnreliableServer::name).toList())
                    .principal("uid")
                    .timeout(TIMEOUT)
                    .absoluteLifetime(LIFETIME)
                    .localMaxAge(LOCAL_MAX_AGE)
                    .revocationLease(LEASE)
                    .touchInterval(TOUCH_INTERVAL)
                    .maxValueSize(10_000)
                    .heapCopies(0)
                    .clock(clock)
                    .observer(observer)
                    .background(new RunAtOnce()));
            assembly = new StoreAssembly(builder.options(), new Tier(links), new Tier(List.of(local)), clock::nanoTime);
            store = assembly.store(assembly.refills::close);
        }

        /** Whether each central server has all that belongs on it, as far as this node has heard. */
        boolean isWhole() {
            return IntStream.range(0, centralServers.size())
                    .allMatch(place -> assembly.tier.standings().isComplete(place));
        }

        /** Hears of what was published, as its followers' threads do four times a second. */
        void poll() {
            for (int place = 0; place < links.size(); place++) {
                assembly.poll(place);
            }
        }

        /** The same, where some servers may be away. */
        void pollWhatAnswers() {
            for (int place = 0; place < links.size(); place++) {
                poll(place);
            }
        }

        /** Hears of one server; says whether it answered. */
        boolean poll(int place) {
            try {
                assembly.poll(place);
                return true;
            } catch (TierUnavailableException e) {
                return false;
            }
        }

        /** Whether this node knows that every server has all it should have. */
        boolean knowsAllToBeWhole() {
            return IntStream.range(0, links.size()).allMatch(assembly.tier.standings()::isComplete);
        }
    }
}

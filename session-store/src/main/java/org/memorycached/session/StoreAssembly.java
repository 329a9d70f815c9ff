package org.memorycached.session;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.memorycached.session.limits.AttemptLimits;
import org.memorycached.session.replication.RefillLoop;
import org.memorycached.session.replication.ReplicatedTier;
import org.memorycached.session.replication.Standings;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.revocation.FollowerLoop;
import org.memorycached.session.revocation.RevocationFeed;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Placement;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.ServerConnector;
import org.memorycached.session.tier.Tier;

/** The parts of a store, put together; tests bring servers and a clock of their own. */
final class StoreAssembly {

    private static final int POLLS_PER_LEASE = 4;

    private final StoreOptions options;
    private final List<CacheServer> centralServers;
    private final Tier localTier;
    final ReplicatedTier tier;
    private final List<RevocationFeed> feeds;
    final List<Follower> followers;
    final RefillLoop refills;
    private final PrincipalIndex index;

    StoreAssembly(StoreOptions options, Tier centralTier, Tier localTier, LongSupplier nanoTime) {
        this.options = options;
        this.centralServers = centralTier.servers();
        this.localTier = localTier;
        Standings standings = new Standings(centralTier, options.copies(), nanoTime);
        this.tier = new ReplicatedTier(centralTier, options.copies(), standings);
        this.feeds = centralServers.stream()
                .map(server -> new RevocationFeed(server, options.clock()))
                .toList();
        this.followers = IntStream.range(0, feeds.size())
                .mapToObj(place -> new Follower(
                        feeds.get(place),
                        nanoTime,
                        options.copyPolicy().lease(),
                        () -> standings.isTrusted(place),
                        () -> standings.knownUntil(place)))
                .toList();
        this.index =
                new PrincipalIndex(tier, options.naming(), options.lifetimes().absoluteLifetime(), options.observer());
        this.refills = new RefillLoop(
                centralTier,
                tier,
                Naming::isReplicated,
                new TierContents(index, options.codec()),
                nanoTime,
                options.background() != null ? options.background() : RefillLoop.ownThread());
    }

    /** A store on the servers that the options name. They need not be up. */
    static SessionStore connect(StoreOptions options) {
        Tier centralTier = new Tier(connections(options.servers(), options.connector()), options.placement());
        List<CacheServer> localServers = connections(options.local(), options.localConnector());
        Tier localTier = new Tier(localServers, Placement.rendezvous(names(options.local())));
        StoreAssembly assembly = new StoreAssembly(options, centralTier, localTier, System::nanoTime);
        List<FollowerLoop> loops = options.hasCopies() ? assembly.follow() : List.of();
        return assembly.store(() -> {
            loops.forEach(FollowerLoop::close);
            assembly.refills.close();
            localTier.close();
            centralTier.close();
        });
    }

    private static List<CacheServer> connections(List<ServerAddress> addresses, ServerConnector connector) {
        return addresses.stream().map(connector::connect).toList();
    }

    private static List<String> names(List<ServerAddress> addresses) {
        return addresses.stream().map(ServerAddress::toString).toList();
    }

    private List<FollowerLoop> follow() {
        Duration interval = options.copyPolicy().lease().dividedBy(POLLS_PER_LEASE);
        return IntStream.range(0, followers.size())
                .mapToObj(place -> FollowerLoop.start(
                        () -> poll(place), centralServers.get(place).name(), interval))
                .toList();
    }

    void poll(int place) {
        tier.standings().poll(place); // first: what is followed there must be known to be trusted
        followers.get(place).poll();
        refills.consider(place);
    }

    SessionStore store(Runnable closing) {
        PrincipalAttribute principal = options.principal();
        Lifetimes lifetimes = options.lifetimes();
        CopyPolicy policy = options.copyPolicy();
        Naming naming = options.naming();
        Clock clock = options.clock();
        SessionStoreObserver observer = options.observer();
        CentralSessions central = new CentralSessions(
                tier, feeds, followers, naming, options.codec(), options.maxValueSize(), clock, observer);
        HeapCopies heap = new HeapCopies(options.heapCopies(), policy.maxAge(), principal, clock);
        LocalCopies copies = new LocalCopies(localTier, options.codec(), naming, policy.maxAge(), clock, observer);
        PrincipalReferences references = new PrincipalReferences(tier, naming);
        PrincipalSessions principals =
                new PrincipalSessions(central, index, references, principal, lifetimes, options.limit(), clock);
        SessionReads reads =
                new SessionReads(central, heap, copies, references, principal, naming, policy, clock, observer);
        SessionChanges changes = new SessionChanges(central, copies, principals, principal, reads, lifetimes, clock);
        SessionCreations creations = new SessionCreations(
                central,
                principals,
                principal,
                reads,
                changes,
                naming,
                lifetimes,
                options.updateOnly(),
                options.random(),
                clock);
        return new TieredSessionStore(
                reads,
                creations,
                changes,
                principals,
                touches(changes),
                new StoreServers(centralServers, followers, tier.standings(), localTier.servers()),
                // Placed by rendezvous hashing in Perl mode, too: Perl counts no attempts.
                new AttemptLimits(new Tier(centralServers), clock),
                naming,
                closing);
    }

    private Touches touches(SessionChanges changes) {
        ExecutorService writer = options.background() != null ? options.background() : Touches.ownThread();
        return new Touches(
                changes, options.touchInterval(), options.copyPolicy().maxAge(), options.clock(), writer);
    }
}

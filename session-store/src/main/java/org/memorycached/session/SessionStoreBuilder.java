package org.memorycached.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.JsonSessionCodec;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.codec.StorableSessionCodec;
import org.memorycached.session.limits.AttemptLimits;
import org.memorycached.session.replication.RefillLoop;
import org.memorycached.session.replication.ReplicatedTier;
import org.memorycached.session.replication.Standings;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.revocation.FollowerLoop;
import org.memorycached.session.revocation.RevocationFeed;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Credentials;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.memorycached.session.tier.Placement;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.ServerConnector;
import org.memorycached.session.tier.Tier;

/**
 * Configures a {@link SessionStore}. The first five options have the names of the original's. Only {@link #servers} is
 * required. Every option is checked when it is set, or in {@link #build}: an {@link InvalidOptionException} names it.
 *
 * <p>Not safe for use by several threads.
 */
public final class SessionStoreBuilder {

    /** As old as a copy of {@link #LOCAL_MAX_AGE} is when it is renewed: one write does both. */
    private static final Duration LONGEST_DEFAULT_TOUCH_INTERVAL = Duration.ofSeconds(45);

    private static final int TOUCHES_PER_TIMEOUT = 10;
    private static final int POLLS_PER_LEASE = 4;
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    /** A claim to make a server whole lasts ten seconds: polls, which are a quarter of a lease apart, must find it. */
    private static final Duration LONGEST_LEASE = Duration.ofSeconds(30);

    private static final int DEFAULT_MAX_VALUE_SIZE = 1_000_000;
    private static final long DEFAULT_HEAP_COPIES = 16L << 20;
    private static final Duration LOCAL_MAX_AGE = Duration.ofMinutes(1);

    /** Perl's writers publish nothing: this bounds how long a change of theirs may go unseen. */
    private static final Duration PERL_LOCAL_MAX_AGE = Duration.ofSeconds(5);

    private List<ServerAddress> servers = List.of();
    private List<ServerAddress> local = List.of();
    private Duration timeout = Duration.ofMinutes(30);
    private Duration absoluteLifetime = Duration.ofHours(12);
    private boolean updateOnly;
    private @Nullable String principal;
    private @Nullable Duration touchInterval;
    private @Nullable Duration localMaxAge;
    private Duration staleIfUnavailable = Duration.ZERO;
    private long heapCopies = DEFAULT_HEAP_COPIES;
    private @Nullable Integer copies;
    private SessionLimit limit = SessionLimit.NONE;
    private boolean perl;
    private @Nullable SessionCodec codec;
    private Duration revocationLease = Duration.ofSeconds(1);
    private Protocol protocol = Protocol.BINARY;
    private @Nullable Credentials sasl;
    private @Nullable Credentials localSasl;
    private Duration centralOperationTimeout = Duration.ofMillis(500);
    private Duration localOperationTimeout = Duration.ofMillis(100);
    private int maxValueSize = DEFAULT_MAX_VALUE_SIZE;
    private Clock clock = Clock.systemUTC();
    private SessionStoreObserver observer = SessionStoreObserver.NONE;
    private @Nullable ServerConnector connector;
    private SecureRandom random = new SecureRandom();
    private @Nullable ExecutorService background;

    SessionStoreBuilder() {}

    /** The central servers, which take all writes: {@code host:port} each, at least one. */
    public SessionStoreBuilder servers(String... addresses) {
        return servers(List.of(addresses));
    }

    /** Like {@link #servers(String...)}. */
    public SessionStoreBuilder servers(Collection<String> addresses) {
        this.servers = parse("servers", addresses);
        return this;
    }

    /** The local servers, read first; usually one, on this host. Without any, all reads go to the central tier. */
    public SessionStoreBuilder local(String... addresses) {
        return local(List.of(addresses));
    }

    /** Like {@link #local(String...)}. */
    public SessionStoreBuilder local(Collection<String> addresses) {
        this.local = parse("local", addresses);
        return this;
    }

    /**
     * Idle timeout: how long a session lasts after its last use. A second or more, or zero for never. 30 minutes by
     * default.
     */
    public SessionStoreBuilder timeout(Duration idleTimeout) {
        this.timeout = neverOrASecond("timeout", idleTimeout);
        return this;
    }

    /**
     * Absolute timeout: when a session ends however much it is used. A second or more, or zero for never. 12 hours by
     * default.
     */
    public SessionStoreBuilder absoluteLifetime(Duration lifetime) {
        this.absoluteLifetime = neverOrASecond("absoluteLifetime", lifetime);
        return this;
    }

    /** Whether {@link SessionStore#open} writes nothing until the session is saved. By default it books the id. */
    public SessionStoreBuilder updateOnly(boolean onlyUpdates) {
        this.updateOnly = onlyUpdates;
        return this;
    }

    /** The attribute that reverse references are made from, such as {@code uid}. By default there are none. */
    public SessionStoreBuilder principal(String attribute) {
        if (attribute.isBlank()) {
            throw new InvalidOptionException("principal", attribute, "name an attribute, such as uid");
        }
        this.principal = attribute;
        return this;
    }

    /**
     * How exactly the last use is recorded: at most half of {@code timeout}, so that no user who comes back within the other
     * half is taken for idle. By default a tenth of it, 45 seconds at most: at that age a copy is renewed, which the write
     * that records the use does without a read.
     */
    public SessionStoreBuilder touchInterval(Duration interval) {
        this.touchInterval = positive("touchInterval", interval);
        return this;
    }

    /**
     * How long a copy is served at most before the central tier is asked again. A minute by default; five seconds in
     * Perl mode, where it is the bound for what Perl changes.
     */
    public SessionStoreBuilder localMaxAge(Duration age) {
        this.localMaxAge = positive("localMaxAge", age);
        return this;
    }

    /**
     * Within which time a logout or a change takes effect on every node. A second by default; the feed of each central
     * server is polled four times as often, which also makes servers whole again that were away. 100 ms to 30 s.
     */
    public SessionStoreBuilder revocationLease(Duration lease) {
        if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new InvalidOptionException("revocationLease", lease, "it is 100 ms to 30 s");
        }
        this.revocationLease = lease;
        return this;
    }

    /**
     * How much longer than the lease copies are served when the central tier does not answer. Zero by default: a logout
     * that this node cannot hear of is worse than an error page. Longer trades that for availability, up to {@link
     * #localMaxAge}: no copy is served beyond that.
     */
    public SessionStoreBuilder staleIfUnavailable(Duration grace) {
        this.staleIfUnavailable = notNegative("staleIfUnavailable", grace);
        return this;
    }

    /**
     * How much memory of this process may hold copies of sessions, in bytes, about; zero for none. 16 MiB by default.
     * The copies are served under the same rule as those of the local tier.
     */
    public SessionStoreBuilder heapCopies(long bytes) {
        if (bytes < 0) {
            throw new InvalidOptionException("heapCopies", bytes, "it is a number of bytes, or 0 for none");
        }
        this.heapCopies = bytes;
        return this;
    }

    /**
     * On how many central servers each session is. Two by default if there are as many, so that one can be lost at any
     * moment; one in Perl mode.
     */
    public SessionStoreBuilder copies(int number) {
        if (number < 1) {
            throw new InvalidOptionException("copies", number, "it is one or more");
        }
        this.copies = number;
        return this;
    }

    /**
     * Whether sessions are stored as Perl's {@code Apache::Session::Memorycached} stores them, so that both can read,
     * change and delete each other's: under the plain id, in Perl's Storable form, on the server that Perl's client
     * looks at, one copy of each. By default they are not, which keeps ids out of memcached. All clients must list the
     * servers in the same order.
     */
    public SessionStoreBuilder perlCompatible(boolean compatible) {
        this.perl = compatible;
        return this;
    }

    /**
     * How many sessions one principal may have at once, from 1 to 1,000, and what a login does that would be one more.
     * By default there is no limit but that of the index: of more than 1,000 sessions the oldest end. Needs {@link
     * #principal}, which says whose a session is.
     */
    public SessionStoreBuilder sessionLimit(int most, SessionLimitPolicy policy) {
        if (most < 1 || most > SessionLimit.MOST_INDEXED) {
            throw new InvalidOptionException("sessionLimit", most, "it is from 1 to " + SessionLimit.MOST_INDEXED);
        }
        this.limit = policy == SessionLimitPolicy.ALLOW ? SessionLimit.NONE : new SessionLimit(most, policy);
        return this;
    }

    /** memcached's wire protocol, for both tiers. Binary by default. */
    public SessionStoreBuilder protocol(Protocol wireProtocol) {
        this.protocol = wireProtocol;
        return this;
    }

    /**
     * What the central servers ask for (SASL PLAIN, {@code memcached -S}); needs the binary protocol. Such servers cannot
     * list their keys: see {@link org.memorycached.session.replication}. By default nothing is sent.
     *
     * @param username as the servers know it, mostly {@code name@realm}
     * @param password sent as it is: keep the network to the servers to yourself
     */
    public SessionStoreBuilder sasl(String username, String password) {
        this.sasl = credentials("sasl", username, password);
        return this;
    }

    /** Like {@link #sasl}, for the local servers. */
    public SessionStoreBuilder localSasl(String username, String password) {
        this.localSasl = credentials("localSasl", username, password);
        return this;
    }

    private static Credentials credentials(String option, String username, String password) {
        try {
            return new Credentials(username, password, option);
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(
                    option, username + ", (password not shown)", "neither may be empty, nor have a NUL in it");
        }
    }

    /** How long a central server may take for an answer before it counts as unavailable. 500 ms by default. */
    public SessionStoreBuilder centralOperationTimeout(Duration operationTimeout) {
        this.centralOperationTimeout = atLeastOneMillisecond("centralOperationTimeout", operationTimeout);
        return this;
    }

    /** How long a local server may take before the read goes on to the central tier. 100 ms by default. */
    public SessionStoreBuilder localOperationTimeout(Duration operationTimeout) {
        this.localOperationTimeout = atLeastOneMillisecond("localOperationTimeout", operationTimeout);
        return this;
    }

    /** The size limit of a session's stored form, in bytes; below memcached's {@code -I}. 1,000,000 by default. */
    public SessionStoreBuilder maxValueSize(int bytes) {
        if (bytes < 1) {
            throw new InvalidOptionException("maxValueSize", bytes, "it is a number of bytes above 0");
        }
        this.maxValueSize = bytes;
        return this;
    }

    /** The stored form of sessions. {@link JsonSessionCodec} by default. */
    public SessionStoreBuilder codec(SessionCodec sessionCodec) {
        this.codec = sessionCodec;
        return this;
    }

    /** The clock that deadlines, and the windows and pauses of attempts, are judged by. The system's by default. */
    public SessionStoreBuilder clock(Clock wallClock) {
        this.clock = wallClock;
        return this;
    }

    /** Who is told what the store does. Nobody by default. */
    public SessionStoreBuilder observer(SessionStoreObserver storeObserver) {
        this.observer = storeObserver;
        return this;
    }

    /** How to connect to a server, in place of spymemcached: for tests without memcached. */
    public SessionStoreBuilder connector(ServerConnector serverConnector) {
        this.connector = serverConnector;
        return this;
    }

    /** Draws the ids: for tests that have to be the same each time. */
    SessionStoreBuilder random(SecureRandom generator) {
        this.random = generator;
        return this;
    }

    /** What touches and refills, in place of threads: for tests in which nothing happens by itself. */
    SessionStoreBuilder background(ExecutorService executor) {
        this.background = executor;
        return this;
    }

    /**
     * Connects to the servers. They need not be up: a store heals by itself.
     *
     * @throws InvalidOptionException if an option is missing or does not fit the others
     */
    public SessionStore build() {
        requireThatAllFits();
        Duration interval = touchInterval();
        Tier centralTier = connect(servers, sasl, centralOperationTimeout, placement());
        Tier localTier = connect(local, localSasl, localOperationTimeout, Placement.rendezvous(names(local)));
        Assembly assembly = new Assembly(centralTier, localTier, System::nanoTime);
        List<FollowerLoop> loops = hasCopies() ? assembly.follow() : List.of();
        return assembly.store(interval, () -> {
            loops.forEach(FollowerLoop::close);
            assembly.refills.close();
            localTier.close();
            centralTier.close();
        });
    }

    /** Before anything is connected to: nobody would close that. */
    private void requireThatAllFits() {
        requireServers();
        requireFittingCopies();
        requireFittingCodec();
        requireFittingTouchInterval();
        requireBinaryForSasl();
        requireCopiesForStaleOnes();
        requirePrincipalForLimit();
    }

    private void requireServers() {
        if (servers.isEmpty()) {
            throw new InvalidOptionException("servers", servers, "name at least one central server as host:port");
        }
    }

    private void requireFittingCopies() {
        if (copies == null) {
            return;
        }
        if (copies > servers.size()) {
            throw new InvalidOptionException("copies", copies, "there are only " + servers.size() + " servers");
        }
        if (perl && copies > 1) {
            throw new InvalidOptionException("copies", copies, "Perl knows of one copy only: leave it out, or set 1");
        }
    }

    private void requireFittingCodec() {
        if (perl && codec != null) {
            throw new InvalidOptionException(
                    "perlCompatible", true, "Perl reads sessions in its own form only: choose no codec, no encryption");
        }
    }

    private void requireFittingTouchInterval() {
        if (touchInterval != null && !timeout.isZero() && touchInterval.compareTo(timeout.dividedBy(2)) > 0) {
            throw new InvalidOptionException(
                    "touchInterval",
                    touchInterval,
                    "it is at most half of timeout, which is " + timeout + ", or users expire who are not idle");
        }
    }

    private void requireBinaryForSasl() {
        Credentials given = sasl != null ? sasl : localSasl;
        if (given != null && protocol == Protocol.TEXT) {
            throw new InvalidOptionException(
                    "protocol",
                    protocol,
                    "the option " + given.option() + " needs the binary protocol: leave out one of the two");
        }
    }

    private void requireCopiesForStaleOnes() {
        if (staleIfUnavailable.compareTo(localMaxAge()) > 0) {
            throw new InvalidOptionException(
                    "staleIfUnavailable",
                    staleIfUnavailable,
                    "no copy is served for longer than localMaxAge, which is " + localMaxAge()
                            + ": choose no more, or raise that");
        }
    }

    private void requirePrincipalForLimit() {
        if (principal == null && !limit.equals(SessionLimit.NONE)) {
            throw new InvalidOptionException(
                    "sessionLimit", limit.most(), "it needs the option principal, which says whose a session is");
        }
    }

    private boolean hasCopies() {
        return !local.isEmpty() || heapCopies > 0 || copiesOrDefault() > 1;
    }

    /** The parts of a store, put together; tests bring servers and a clock of their own. */
    final class Assembly {

        private final List<CacheServer> centralServers;
        private final Tier localTier;
        final ReplicatedTier tier;
        private final List<RevocationFeed> feeds;
        final List<Follower> followers;
        final RefillLoop refills;
        private final PrincipalIndex index;

        Assembly(Tier centralTier, Tier localTier, LongSupplier nanoTime) {
            this.centralServers = centralTier.servers();
            this.localTier = localTier;
            Standings standings = new Standings(centralTier, copiesOrDefault(), nanoTime);
            this.tier = new ReplicatedTier(centralTier, copiesOrDefault(), standings);
            this.feeds = centralServers.stream()
                    .map(server -> new RevocationFeed(server, clock))
                    .toList();
            List<Follower> all = new ArrayList<>();
            for (int i = 0; i < feeds.size(); i++) {
                int place = i;
                all.add(new Follower(
                        feeds.get(i),
                        nanoTime,
                        revocationLease,
                        () -> standings.isTrusted(place),
                        () -> standings.knownUntil(place)));
            }
            this.followers = List.copyOf(all);
            this.index = new PrincipalIndex(tier, naming(), absoluteLifetime, observer);
            this.refills = new RefillLoop(
                    centralTier,
                    tier,
                    Naming::isReplicated,
                    new TierContents(index, codecOrDefault()),
                    nanoTime,
                    background != null ? background : RefillLoop.ownThread());
        }

        List<FollowerLoop> follow() {
            Duration interval = revocationLease.dividedBy(POLLS_PER_LEASE);
            List<FollowerLoop> loops = new ArrayList<>();
            for (int i = 0; i < followers.size(); i++) {
                int place = i;
                loops.add(FollowerLoop.start(
                        () -> poll(place), centralServers.get(i).name(), interval));
            }
            return loops;
        }

        void poll(int place) {
            tier.standings().poll(place); // first: what is followed there must be known to be trusted
            followers.get(place).poll();
            refills.consider(place);
        }

        SessionStore store(Duration interval, Runnable closing) {
            PrincipalAttribute attribute = new PrincipalAttribute(principal);
            Lifetimes lifetimes = new Lifetimes(timeout, absoluteLifetime);
            CopyPolicy policy = new CopyPolicy(revocationLease, localMaxAge(), staleIfUnavailable);
            CentralSessions central = new CentralSessions(
                    tier, feeds, followers, naming(), codecOrDefault(), maxValueSize, clock, observer);
            HeapCopies heap = new HeapCopies(heapCopies, localMaxAge(), attribute, clock);
            LocalCopies copies = new LocalCopies(localTier, codecOrDefault(), naming(), localMaxAge(), clock, observer);
            PrincipalReferences references = new PrincipalReferences(tier, naming());
            PrincipalSessions principals =
                    new PrincipalSessions(central, index, references, attribute, lifetimes, limit, clock);
            SessionReads reads =
                    new SessionReads(central, heap, copies, references, attribute, naming(), policy, clock, observer);
            SessionChanges changes =
                    new SessionChanges(central, copies, principals, attribute, reads, lifetimes, clock);
            SessionCreations creations = new SessionCreations(
                    central, principals, attribute, reads, changes, naming(), lifetimes, updateOnly, random, clock);
            return new TieredSessionStore(
                    reads,
                    creations,
                    changes,
                    principals,
                    touches(changes, interval),
                    new StoreServers(centralServers, followers, tier.standings(), localTier.servers()),
                    // Placed by rendezvous hashing in Perl mode, too: Perl counts no attempts.
                    new AttemptLimits(new Tier(centralServers), clock),
                    naming(),
                    closing);
        }
    }

    private Touches touches(SessionChanges changes, Duration interval) {
        ExecutorService writer = background != null ? background : Touches.ownThread();
        return new Touches(changes, interval, localMaxAge(), clock, writer);
    }

    private Naming naming() {
        return perl ? Naming.PERL : Naming.HASHED;
    }

    private SessionCodec codecOrDefault() {
        if (perl) {
            return new StorableSessionCodec(maxValueSize, clock, timeout);
        }
        return codec != null ? codec : new JsonSessionCodec();
    }

    private Duration localMaxAge() {
        return localMaxAge != null ? localMaxAge : perl ? PERL_LOCAL_MAX_AGE : LOCAL_MAX_AGE;
    }

    private int copiesOrDefault() {
        if (copies != null) {
            return copies;
        }
        return perl ? 1 : Math.min(2, Math.max(1, servers.size()));
    }

    private Placement placement() {
        return perl ? Placement.crc32Modulo(servers.size()) : Placement.rendezvous(names(servers));
    }

    private static List<String> names(List<ServerAddress> addresses) {
        return addresses.stream().map(ServerAddress::toString).toList();
    }

    private Tier connect(
            List<ServerAddress> addresses,
            @Nullable Credentials credentials,
            Duration operationTimeout,
            Placement placement) {
        ServerConnector connection = connector != null
                ? connector
                : new MemcachedConnector(new MemcachedSettings(protocol, operationTimeout, credentials));
        return new Tier(addresses.stream().map(connection::connect).toList(), placement);
    }

    private Duration touchInterval() {
        if (touchInterval != null) {
            return touchInterval;
        }
        Duration part = timeout.dividedBy(TOUCHES_PER_TIMEOUT);
        return timeout.isZero() || part.compareTo(LONGEST_DEFAULT_TOUCH_INTERVAL) > 0
                ? LONGEST_DEFAULT_TOUCH_INTERVAL
                : part;
    }

    private static List<ServerAddress> parse(String option, Collection<String> addresses) {
        List<ServerAddress> parsed = new ArrayList<>();
        for (String address : addresses) {
            ServerAddress server = parse(option, address);
            if (parsed.stream().anyMatch(server::isSameAs)) {
                throw new InvalidOptionException(option, address, "name each server once");
            }
            parsed.add(server);
        }
        return parsed;
    }

    private static ServerAddress parse(String option, String address) {
        try {
            return ServerAddress.parse(address);
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(option, address, "write it as host:port, such as [::1]:11211");
        }
    }

    /** memcached keeps time in seconds; what is shorter was mostly meant to be seconds, and written as milliseconds. */
    private static Duration neverOrASecond(String option, Duration value) {
        if (!value.isZero() && value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidOptionException(option, value, "it is a second or more, or zero for never");
        }
        return value;
    }

    private static Duration notNegative(String option, Duration value) {
        if (value.isNegative()) {
            throw new InvalidOptionException(option, value, "it is zero or more");
        }
        return value;
    }

    private static Duration atLeastOneMillisecond(String option, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new InvalidOptionException(option, value, "it is a millisecond or more");
        }
        return value;
    }

    private static Duration positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new InvalidOptionException(option, value, "it is more than zero");
        }
        return value;
    }
}

package org.memorycached.session;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.JsonSessionCodec;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.revocation.Follower;
import org.memorycached.session.revocation.FollowerLoop;
import org.memorycached.session.revocation.RevocationFeed;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
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

    private static final Duration LONGEST_DEFAULT_TOUCH_INTERVAL = Duration.ofMinutes(1);
    private static final int TOUCHES_PER_TIMEOUT = 10;
    private static final int POLLS_PER_LEASE = 4;
    private static final int DEFAULT_MAX_VALUE_SIZE = 1_000_000;

    private List<ServerAddress> servers = List.of();
    private List<ServerAddress> local = List.of();
    private Duration timeout = Duration.ofMinutes(30);
    private Duration absoluteLifetime = Duration.ofHours(12);
    private boolean updateOnly;
    private @Nullable String principal;
    private @Nullable Duration touchInterval;
    private Duration localMaxAge = Duration.ofMinutes(1);
    private Duration revocationLease = Duration.ofSeconds(1);
    private Protocol protocol = Protocol.BINARY;
    private Duration centralOperationTimeout = Duration.ofMillis(500);
    private Duration localOperationTimeout = Duration.ofMillis(100);
    private int maxValueSize = DEFAULT_MAX_VALUE_SIZE;
    private Clock clock = Clock.systemUTC();
    private SessionStoreObserver observer = SessionStoreObserver.NONE;
    private @Nullable ServerConnector connector;
    private SessionCodec codec = new JsonSessionCodec();

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

    /** Idle timeout: how long a session lasts after its last use. Zero is never. 30 minutes by default. */
    public SessionStoreBuilder timeout(Duration idleTimeout) {
        this.timeout = notNegative("timeout", idleTimeout);
        return this;
    }

    /** Absolute timeout: when a session ends however much it is used. Zero is never. 12 hours by default. */
    public SessionStoreBuilder absoluteLifetime(Duration lifetime) {
        this.absoluteLifetime = notNegative("absoluteLifetime", lifetime);
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

    /** How exactly the last use is recorded. By default a tenth of {@code timeout}, a minute at most. */
    public SessionStoreBuilder touchInterval(Duration interval) {
        this.touchInterval = positive("touchInterval", interval);
        return this;
    }

    /** How long a local copy is served at most before the central tier is asked again. A minute by default. */
    public SessionStoreBuilder localMaxAge(Duration age) {
        this.localMaxAge = positive("localMaxAge", age);
        return this;
    }

    /**
     * Within which time a logout or a change takes effect on every node. A second by default; the feed of each central
     * server is polled four times as often.
     */
    public SessionStoreBuilder revocationLease(Duration lease) {
        if (lease.compareTo(Duration.ofMillis(100)) < 0) {
            throw new InvalidOptionException("revocationLease", lease, "it is 100 ms or more");
        }
        this.revocationLease = lease;
        return this;
    }

    /** memcached's wire protocol, for both tiers. Binary by default. */
    public SessionStoreBuilder protocol(Protocol wireProtocol) {
        this.protocol = wireProtocol;
        return this;
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

    /** The clock that deadlines are judged by. The system's by default. */
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

    /**
     * Connects to the servers. They need not be up: a store heals by itself.
     *
     * @throws InvalidOptionException if an option is missing or does not fit the others
     */
    public SessionStore build() {
        if (servers.isEmpty()) {
            throw new InvalidOptionException("servers", servers, "name at least one central server as host:port");
        }
        Duration interval = touchInterval();
        Tier centralTier = connect(servers, centralOperationTimeout);
        Tier localTier = connect(local, localOperationTimeout);
        List<RevocationFeed> feeds = centralTier.servers().stream()
                .map(server -> new RevocationFeed(server, clock))
                .toList();
        List<Follower> followers = feeds.stream()
                .map(feed -> new Follower(feed, System::nanoTime, revocationLease))
                .toList();
        List<FollowerLoop> loops = localTier.isEmpty() ? List.of() : follow(centralTier.servers(), followers);
        return assemble(
                new CentralSessions(centralTier, feeds, followers, codec, maxValueSize, clock, observer),
                new LocalCopies(localTier, codec, localMaxAge, clock, observer),
                new PrincipalReferences(centralTier),
                interval,
                () -> close(loops, localTier, centralTier));
    }

    /** Puts the store together from its parts; tests bring parts of their own. */
    SessionStore assemble(
            CentralSessions central,
            LocalCopies copies,
            PrincipalReferences references,
            Duration interval,
            Runnable closing) {
        PrincipalAttribute attribute = new PrincipalAttribute(principal);
        Lifetimes lifetimes = new Lifetimes(timeout, absoluteLifetime);
        SessionReads reads = new SessionReads(central, copies, references, attribute, clock, observer);
        SessionCreations creations =
                new SessionCreations(central, copies, references, attribute, reads, lifetimes, updateOnly, clock);
        SessionChanges changes = new SessionChanges(central, copies, references, attribute, reads, lifetimes, clock);
        return new TieredSessionStore(reads, creations, changes, new Touches(changes, interval, clock), closing);
    }

    private Tier connect(List<ServerAddress> addresses, Duration operationTimeout) {
        ServerConnector connection = connector != null
                ? connector
                : new MemcachedConnector(new MemcachedSettings(protocol, operationTimeout));
        return new Tier(addresses.stream().map(connection::connect).toList());
    }

    private List<FollowerLoop> follow(List<CacheServer> centralServers, List<Follower> followers) {
        List<FollowerLoop> loops = new ArrayList<>();
        for (int i = 0; i < followers.size(); i++) {
            loops.add(FollowerLoop.start(
                    followers.get(i), centralServers.get(i).name(), revocationLease.dividedBy(POLLS_PER_LEASE)));
        }
        return loops;
    }

    private static void close(List<FollowerLoop> loops, Tier localTier, Tier centralTier) {
        loops.forEach(FollowerLoop::close);
        localTier.close();
        centralTier.close();
    }

    private Duration touchInterval() {
        if (touchInterval == null) {
            Duration part = timeout.dividedBy(TOUCHES_PER_TIMEOUT);
            return timeout.isZero() || part.compareTo(LONGEST_DEFAULT_TOUCH_INTERVAL) > 0
                    ? LONGEST_DEFAULT_TOUCH_INTERVAL
                    : part;
        }
        if (!timeout.isZero() && touchInterval.compareTo(timeout) >= 0) {
            throw new InvalidOptionException(
                    "touchInterval", touchInterval, "it must be shorter than timeout, which is " + timeout);
        }
        return touchInterval;
    }

    private static List<ServerAddress> parse(String option, Collection<String> addresses) {
        List<ServerAddress> parsed = new ArrayList<>();
        Set<ServerAddress> seen = new HashSet<>();
        for (String address : addresses) {
            ServerAddress server = parse(option, address);
            if (!seen.add(server)) {
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

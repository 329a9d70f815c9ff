package org.memorycached.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.JsonSessionCodec;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.tier.Credentials;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.ServerConnector;

/**
 * Configures a {@link SessionStore}. The first five options have the names of the original's. Only {@link #servers} is
 * required. Every option is checked when it is set, or in {@link #build}: an {@link InvalidOptionException} names it.
 *
 * <p>Not safe for use by several threads.
 */
public final class SessionStoreBuilder {

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    /** A claim to make a server whole lasts ten seconds: polls, which are a quarter of a lease apart, must find it. */
    private static final Duration LONGEST_LEASE = Duration.ofSeconds(30);

    private static final int DEFAULT_MAX_VALUE_SIZE = 1_000_000;
    private static final long DEFAULT_HEAP_COPIES = 16L << 20;

    // As they were given. StoreOptions adds what depends on others, and checks them together.
    List<ServerAddress> servers = List.of();
    List<ServerAddress> local = List.of();
    Duration timeout = Duration.ofMinutes(30);
    Duration absoluteLifetime = Duration.ofHours(12);
    boolean updateOnly;

    @Nullable
    String principal;

    @Nullable
    Duration touchInterval;

    @Nullable
    Duration localMaxAge;

    Duration staleIfUnavailable = Duration.ZERO;
    long heapCopies = DEFAULT_HEAP_COPIES;

    @Nullable
    Integer copies;

    SessionLimit limit = SessionLimit.NONE;
    boolean perl;

    @Nullable
    SessionCodec codec;

    Duration revocationLease = Duration.ofSeconds(1);
    Protocol protocol = Protocol.BINARY;

    @Nullable
    Credentials sasl;

    @Nullable
    Credentials localSasl;

    Duration centralOperationTimeout = Duration.ofMillis(500);
    Duration localOperationTimeout = Duration.ofMillis(100);
    int maxValueSize = DEFAULT_MAX_VALUE_SIZE;
    Clock clock = Clock.systemUTC();
    SessionStoreObserver observer = SessionStoreObserver.NONE;

    @Nullable
    ServerConnector connector;

    SecureRandom random = new SecureRandom();

    @Nullable
    ExecutorService background;

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
        return StoreAssembly.connect(options());
    }

    /** All options with their defaults, checked against each other; connects to nothing. */
    StoreOptions options() {
        return StoreOptions.of(this);
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

package org.memorycached.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.JsonSessionCodec;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.codec.StorableSessionCodec;
import org.memorycached.session.tier.Credentials;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.memorycached.session.tier.Placement;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.ServerConnector;

/**
 * The options of a store, each with its value, that fit each other: nothing is connected to before this is there.
 *
 * @param servers the central servers, at least one
 * @param connector connects to the central servers
 * @param placement which central servers have a key
 * @param copies on how many of them each session is
 * @param local the local servers
 * @param localConnector connects to the local servers
 * @param limit needs a configured principal, unless it is none
 * @param touchInterval at most half of the idle timeout
 * @param heapCopies in bytes; zero for none
 * @param background what touches and refills; null for threads of the store's own
 */
record StoreOptions(
        List<ServerAddress> servers,
        ServerConnector connector,
        Placement placement,
        int copies,
        List<ServerAddress> local,
        ServerConnector localConnector,
        Naming naming,
        SessionCodec codec,
        int maxValueSize,
        PrincipalAttribute principal,
        SessionLimit limit,
        Lifetimes lifetimes,
        boolean updateOnly,
        Duration touchInterval,
        CopyPolicy copyPolicy,
        long heapCopies,
        Clock clock,
        SessionStoreObserver observer,
        SecureRandom random,
        @Nullable ExecutorService background) {

    /** As old as a copy of {@link #LOCAL_MAX_AGE} is when it is renewed: one write does both. */
    private static final Duration LONGEST_DEFAULT_TOUCH_INTERVAL = Duration.ofSeconds(45);

    private static final int TOUCHES_PER_TIMEOUT = 10;
    private static final Duration LOCAL_MAX_AGE = Duration.ofMinutes(1);

    /** Perl's writers publish nothing: this bounds how long a change of theirs may go unseen. */
    private static final Duration PERL_LOCAL_MAX_AGE = Duration.ofSeconds(5);

    /** @throws InvalidOptionException if an option is missing, or does not fit the others */
    static StoreOptions of(SessionStoreBuilder given) {
        requireServers(given);
        requireBinaryForSasl(given);
        return new StoreOptions(
                List.copyOf(given.servers),
                connector(given, given.sasl, given.centralOperationTimeout),
                placement(given),
                copies(given),
                List.copyOf(given.local),
                connector(given, given.localSasl, given.localOperationTimeout),
                given.perl ? Naming.PERL : Naming.HASHED,
                codec(given),
                given.maxValueSize,
                new PrincipalAttribute(given.principal),
                limit(given),
                new Lifetimes(given.timeout, given.absoluteLifetime),
                given.updateOnly,
                touchInterval(given),
                copyPolicy(given),
                given.heapCopies,
                given.clock,
                given.observer,
                given.random,
                given.background);
    }

    /** Whether sessions are anywhere else than on one central server, so that its feed has to be followed. */
    boolean hasCopies() {
        return !local.isEmpty() || heapCopies > 0 || copies > 1;
    }

    private static void requireServers(SessionStoreBuilder given) {
        if (given.servers.isEmpty()) {
            throw new InvalidOptionException("servers", given.servers, "name at least one central server as host:port");
        }
    }

    private static void requireBinaryForSasl(SessionStoreBuilder given) {
        Credentials credentials = given.sasl != null ? given.sasl : given.localSasl;
        if (credentials != null && given.protocol == Protocol.TEXT) {
            throw new InvalidOptionException(
                    "protocol",
                    given.protocol,
                    "the option " + credentials.option() + " needs the binary protocol: leave out one of the two");
        }
    }

    private static ServerConnector connector(
            SessionStoreBuilder given, @Nullable Credentials credentials, Duration operationTimeout) {
        return given.connector != null
                ? given.connector
                : new MemcachedConnector(new MemcachedSettings(given.protocol, operationTimeout, credentials));
    }

    private static Placement placement(SessionStoreBuilder given) {
        return given.perl
                ? Placement.crc32Modulo(given.servers.size())
                : Placement.rendezvous(
                        given.servers.stream().map(ServerAddress::toString).toList());
    }

    private static int copies(SessionStoreBuilder given) {
        Integer copies = given.copies;
        if (copies == null) {
            return given.perl ? 1 : Math.min(2, given.servers.size());
        }
        if (copies > given.servers.size()) {
            throw new InvalidOptionException("copies", copies, "there are only " + given.servers.size() + " servers");
        }
        if (given.perl && copies > 1) {
            throw new InvalidOptionException("copies", copies, "Perl knows of one copy only: leave it out, or set 1");
        }
        return copies;
    }

    private static SessionCodec codec(SessionStoreBuilder given) {
        if (!given.perl) {
            return given.codec != null ? given.codec : new JsonSessionCodec();
        }
        if (given.codec != null) {
            throw new InvalidOptionException(
                    "perlCompatible", true, "Perl reads sessions in its own form only: choose no codec, no encryption");
        }
        return new StorableSessionCodec(given.maxValueSize, given.clock, given.timeout);
    }

    private static SessionLimit limit(SessionStoreBuilder given) {
        if (given.principal == null && !given.limit.equals(SessionLimit.NONE)) {
            throw new InvalidOptionException(
                    "sessionLimit", given.limit.most(), "it needs the option principal, which says whose a session is");
        }
        return given.limit;
    }

    private static Duration touchInterval(SessionStoreBuilder given) {
        if (given.touchInterval == null) {
            return defaultTouchInterval(given.timeout);
        }
        if (!given.timeout.isZero() && given.touchInterval.compareTo(given.timeout.dividedBy(2)) > 0) {
            throw new InvalidOptionException(
                    "touchInterval",
                    given.touchInterval,
                    "it is at most half of timeout, which is " + given.timeout + ", or users expire who are not idle");
        }
        return given.touchInterval;
    }

    private static Duration defaultTouchInterval(Duration timeout) {
        Duration part = timeout.dividedBy(TOUCHES_PER_TIMEOUT);
        return timeout.isZero() || part.compareTo(LONGEST_DEFAULT_TOUCH_INTERVAL) > 0
                ? LONGEST_DEFAULT_TOUCH_INTERVAL
                : part;
    }

    private static CopyPolicy copyPolicy(SessionStoreBuilder given) {
        Duration maxAge = localMaxAge(given);
        if (given.staleIfUnavailable.compareTo(maxAge) > 0) {
            throw new InvalidOptionException(
                    "staleIfUnavailable",
                    given.staleIfUnavailable,
                    "no copy is served for longer than localMaxAge, which is " + maxAge
                            + ": choose no more, or raise that");
        }
        return new CopyPolicy(given.revocationLease, maxAge, given.staleIfUnavailable);
    }

    private static Duration localMaxAge(SessionStoreBuilder given) {
        if (given.localMaxAge != null) {
            return given.localMaxAge;
        }
        return given.perl ? PERL_LOCAL_MAX_AGE : LOCAL_MAX_AGE;
    }
}

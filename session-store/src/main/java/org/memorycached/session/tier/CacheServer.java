package org.memorycached.session.tier;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.WriteOutcomeUnknownException;

/**
 * One server that speaks memcached's protocol, reduced to what sessions need.
 *
 * <p>A miss is an ordinary answer. Only an outage is an exception: a {@link TierUnavailableException}, and from a write
 * whose answer did not come the more specific {@link WriteOutcomeUnknownException}. A write that returns has been
 * confirmed by the server. Implementations are safe for use by many threads.
 *
 * <p>Keys are made by the store, never by a user: up to 250 bytes of printable ASCII (memcached's protocol.txt). A time
 * to live of zero means that the entry does not expire.
 */
public interface CacheServer extends AutoCloseable {

    /** What became of a compare-and-swap. */
    enum Swap {
        /** The new value is stored. */
        STORED,
        /** Somebody else has changed the entry since it was read. */
        CHANGED,
        /** The entry does not exist any more. */
        GONE
    }

    /** {@code host:port}, for messages. */
    String name();

    /** Reads one entry. */
    Optional<VersionedValue> get(String key);

    /** Reads several entries in one go; the answer has those that exist. */
    Map<String, byte[]> getAll(Collection<String> keys);

    /** Stores an entry whether or not it exists. */
    void set(String key, byte[] value, Duration timeToLive);

    /** Stores an entry if there is none; says whether it did. */
    boolean add(String key, byte[] value, Duration timeToLive);

    /** Stores an entry if it still has this version. */
    Swap swap(String key, long version, byte[] value, Duration timeToLive);

    /** Removes an entry; says whether there was one. */
    boolean delete(String key);

    /** Removes an entry if it still has this version; says whether it did. */
    boolean delete(String key, long version);

    /** Adds one to a decimal counter; empty if there is no such entry. */
    OptionalLong increment(String key);

    /**
     * Offers a value without waiting for the answer, and without telling of a failure: for copies that can be missed.
     *
     * @param replaces the version to replace; empty to store the value only if there is none
     */
    void offer(String key, OptionalLong replaces, byte[] value, Duration timeToLive);

    /** Removes an entry without waiting for the answer, and without telling of a failure. */
    void discard(String key);

    /** Ends the connection. */
    @Override
    void close();
}

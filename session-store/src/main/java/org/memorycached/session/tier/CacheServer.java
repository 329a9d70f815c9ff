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
 * <p>The {@code send} methods never throw and never wait for the server: {@link Reply#await} does both. What one thread
 * sends to one server is done in that order.
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

    /**
     * The answer to a compare-and-swap.
     *
     * @param outcome what became of it
     * @param version of the new value, to swap it again without reading; {@link #NO_VERSION} if it was not stored, or
     *     the server does not tell (memcached's text protocol does not)
     */
    record Swapped(Swap outcome, long version) {

        /** Whether the new value is there. */
        public boolean isStored() {
            return outcome == Swap.STORED;
        }
    }

    /** What no entry has (protocol-binary.xml: a CAS of zero stands for none). */
    long NO_VERSION = 0;

    /** {@code host:port}, for messages. */
    String name();

    /** Reads one entry. */
    Reply<Optional<VersionedValue>> sendGet(String key);

    /** Stores an entry whether or not it exists. */
    Reply<Boolean> sendSet(String key, Value value, Duration timeToLive);

    /** Stores an entry if there is none; says whether it did. */
    Reply<Boolean> sendAdd(String key, Value value, Duration timeToLive);

    /** Stores an entry if it still has this version, which was read or told by the server. */
    Reply<Swapped> sendSwap(String key, long version, Value value, Duration timeToLive);

    /** Removes an entry; says whether there was one. */
    Reply<Boolean> sendDelete(String key);

    /** Gives an entry another time to live, and makes it the last that is evicted; says whether there is one. */
    Reply<Boolean> sendTouch(String key, Duration timeToLive);

    /** Adds one to a decimal counter; empty if there is no such entry. */
    Reply<OptionalLong> sendIncrement(String key);

    /** Takes one from a decimal counter that is above zero; its count now, or empty if there is no such entry. */
    Reply<OptionalLong> sendDecrement(String key);

    /** Reads one entry, and waits for the answer. */
    default Optional<VersionedValue> get(String key) {
        return sendGet(key).await();
    }

    /** Reads several entries in one go; the answer has those that exist. */
    Map<String, byte[]> getAll(Collection<String> keys);

    /** Stores an entry whether or not it exists, and waits for the answer. */
    default void set(String key, byte[] value, Duration timeToLive) {
        sendSet(key, Value.of(value), timeToLive).await();
    }

    /** Stores an entry if there is none, and waits for the answer. */
    default boolean add(String key, byte[] value, Duration timeToLive) {
        return sendAdd(key, Value.of(value), timeToLive).await();
    }

    /** Stores an entry if it still has this version, and waits for the answer. */
    default Swap swap(String key, long version, byte[] value, Duration timeToLive) {
        return sendSwap(key, version, Value.of(value), timeToLive).await().outcome();
    }

    /** Removes an entry, and waits for the answer. */
    default boolean delete(String key) {
        return sendDelete(key).await();
    }

    /** Removes an entry if it still has this version; says whether it did. */
    boolean delete(String key, long version);

    /** Adds one to a decimal counter, and waits for the answer. */
    default OptionalLong increment(String key) {
        return sendIncrement(key).await();
    }

    /** Removes everything. For a server that missed writes: nothing on it can be trusted. */
    void flush();

    /** What the server tells of itself (protocol.txt, "General-purpose statistics"), by name; empty if it tells nothing. */
    Map<String, String> stats();

    /** Told of each key that a server has. */
    @FunctionalInterface
    interface KeyListener {

        /** @param timeToLive what is left of it; zero for ever */
        void key(String key, Duration timeToLive);
    }

    /**
     * Tells of every key that the server has, in no order; entries that come and go meanwhile may be missed. Takes a
     * while: for a server that has to be made whole again, never for a request.
     *
     * @return false if this kind of server cannot tell
     */
    boolean listKeys(KeyListener listener);

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

package org.memorycached.session.testing;

/**
 * A memcached server of one test, with the accidents that can befall it. Each method returns after it has taken effect.
 * For use by one thread.
 */
public interface MemcachedInstance extends AutoCloseable {

    /** {@code 127.0.0.1:port}; stays the same for life. */
    String address();

    /** Ends it like a crash: connections break, nothing listens any more. */
    void kill();

    /** Starts it again, empty, on the same port; kills it first if it runs. */
    void restart();

    /** Stops it from answering, with its connections open, like a machine that hangs. */
    void freeze();

    /** Lets it go on, with all it had. */
    void thaw();

    /** Ends it for good. */
    @Override
    void close();
}

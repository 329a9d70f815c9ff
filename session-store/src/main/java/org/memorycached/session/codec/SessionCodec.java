package org.memorycached.session.codec;

import org.jspecify.annotations.Nullable;

/** Turns sessions into what memcached keeps, and back. Implementations are immutable and thread-safe. */
public interface SessionCodec {

    /**
     * The stored form of a session.
     *
     * @param name what the session is stored under: a codec can bind the bytes to it, so that no value is taken for
     *     another's. In Perl mode it is the session id, a secret
     * @param replaces the stored form that this one takes the place of, of which a codec can keep what did not change;
     *     null for a session that was not stored before
     * @throws IllegalArgumentException if an attribute cannot be stored; the message names it
     */
    EncodedSession encode(String name, StoredSession session, @Nullable EncodedSession replaces);

    /**
     * Whether {@link #encode} makes something else of a session if it is told what the result replaces: then no state
     * of a session is written before the one that it replaces was read.
     */
    default boolean needsWhatItReplaces() {
        return true;
    }

    /**
     * @param name as for {@link #encode}
     * @throws SessionFormatException if this is not the stored form of a session of that name, whatever it is: a decoder
     *     throws nothing else, and uses memory and time in proportion to the length of its input
     */
    StoredSession decode(String name, EncodedSession stored) throws SessionFormatException;
}

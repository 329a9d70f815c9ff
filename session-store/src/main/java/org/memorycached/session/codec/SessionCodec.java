package org.memorycached.session.codec;

/** Turns sessions into the bytes that memcached keeps, and back. Implementations are immutable and thread-safe. */
public interface SessionCodec {

    /** The stored form of a session. */
    byte[] encode(StoredSession session);

    /**
     * @throws SessionFormatException if the bytes are not the stored form of a session, whatever they are: a decoder
     *     throws nothing else, and uses memory and time in proportion to the length of its input
     */
    StoredSession decode(byte[] bytes) throws SessionFormatException;
}

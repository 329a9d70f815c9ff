package org.memorycached.session.tier;

/**
 * What is stored under a key.
 *
 * @param bytes not copied, so nobody changes them
 * @param flags 32 bits that the server keeps beside the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Value(byte[] bytes, int flags) {

    /** Bytes without flags. */
    public static Value of(byte[] bytes) {
        return new Value(bytes, 0);
    }
}

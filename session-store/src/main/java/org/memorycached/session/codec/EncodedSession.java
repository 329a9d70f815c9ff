package org.memorycached.session.codec;

/**
 * A session's stored form.
 *
 * @param bytes not copied, so nobody changes them
 * @param flags memcached's 32 bits beside a value, by which clients tell each other what the bytes are
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record EncodedSession(byte[] bytes, int flags) {

    /** Neither the content, nor its digest. */
    @Override
    public String toString() {
        return "EncodedSession[" + bytes.length + " bytes, flags=" + flags + "]";
    }
}

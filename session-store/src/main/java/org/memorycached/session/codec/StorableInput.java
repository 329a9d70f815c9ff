package org.memorycached.session.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that are read from first to last and never past their end. Not thread-safe. */
final class StorableInput {

    private final byte[] bytes;
    private final ByteBuffer rest;

    StorableInput(byte[] bytes) {
        this.bytes = bytes;
        this.rest = ByteBuffer.wrap(bytes); // which is big-endian, as network order is
    }

    int position() {
        return rest.position();
    }

    int u8() throws SessionFormatException {
        require(1);
        return rest.get() & 0xff;
    }

    int int32() throws SessionFormatException {
        require(Integer.BYTES);
        return rest.getInt();
    }

    /** The number of bytes that follow, each of which must be there. */
    int length() throws SessionFormatException {
        return count(1);
    }

    /** The number of items that follow, for each of which there must be at least so many bytes. */
    int count(int bytesPerItem) throws SessionFormatException {
        int count = int32();
        if (count < 0) {
            throw new SessionFormatException("Storable data with a negative length");
        }
        require((long) count * bytesPerItem);
        return count;
    }

    byte[] bytes(int length) throws SessionFormatException {
        require(length);
        byte[] read = new byte[length];
        rest.get(read);
        return read;
    }

    /** What was read between two positions. */
    byte[] between(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    void requireEnd() throws SessionFormatException {
        if (rest.hasRemaining()) {
            throw new SessionFormatException("Storable data with " + rest.remaining() + " bytes after its end");
        }
    }

    private void require(long length) throws SessionFormatException {
        if (length > rest.remaining()) {
            throw new SessionFormatException(
                    "Storable data that ends early: " + length + " bytes expected, " + rest.remaining() + " left");
        }
    }
}

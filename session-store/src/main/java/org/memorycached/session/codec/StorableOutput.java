package org.memorycached.session.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Bytes in network order. Not thread-safe. */
final class StorableOutput {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

    void u8(int value) {
        bytes.write(value);
    }

    void int32(int value) {
        bytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    void bytes(byte[] more) {
        bytes.write(more, 0, more.length);
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}

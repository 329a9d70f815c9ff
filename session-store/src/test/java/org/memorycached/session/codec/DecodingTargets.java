package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

/** What the fuzz targets ask of a value that is a session. */
final class DecodingTargets {

    private DecodingTargets() {}

    /** With the attributes it was read with, in its own place and in a new one. */
    static void requireThatItCanBeStored(
            SessionCodec codec, String name, StoredSession session, EncodedSession replaces) {
        try {
            StoredSession rewritten = codec.decode(name, codec.encode(name, session, replaces));
            assertThat(rewritten.attributes()).isEqualTo(session.attributes());
            assertThat(rewritten.booked()).isEqualTo(session.booked());
            StoredSession written = codec.decode(name, codec.encode(name, session, null));
            assertThat(written.attributes().keySet())
                    .isEqualTo(session.attributes().keySet());
        } catch (SessionFormatException e) {
            throw new AssertionError("What was read and written is refused", e);
        }
    }
}

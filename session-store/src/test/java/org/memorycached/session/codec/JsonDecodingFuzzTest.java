package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A test class of its own, since Jazzer fuzzes one target per process: see the profile {@code fuzz}. */
class JsonDecodingFuzzTest {

    private static final String NAME = "session:0123";

    private final SessionCodec codec = new JsonSessionCodec();

    @FuzzTest
    void decode(byte[] value) {
        StoredSession session;
        try {
            session = codec.decode(NAME, new EncodedSession(value, 0));
        } catch (SessionFormatException expected) {
            assertThat(expected).hasNoCause();
            return;
        }
        DecodingTargets.requireThatItCanBeStored(codec, NAME, session, new EncodedSession(value, 0));
    }
}

package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;

/** A test class of its own, since Jazzer fuzzes one target per process: see the profile {@code fuzz}. */
class StorableDecodingFuzzTest {

    private static final String ID = SessionCodecContract.ID;

    private final SessionCodec codec =
            new StorableSessionCodec(1_000_000, SessionCodecContract.clock(), Duration.ofMinutes(30));

    @FuzzTest
    void decode(byte[] value) {
        StoredSession session;
        try {
            session = codec.decode(ID, new EncodedSession(value, 1));
        } catch (SessionFormatException expected) {
            assertThat(expected).hasNoCause();
            return;
        }
        DecodingTargets.requireThatItCanBeStored(codec, ID, session, new EncodedSession(value, 1));
    }
}

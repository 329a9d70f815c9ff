package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.memorycached.session.testing.FuzzFigures;

/** A test class of its own, since Jazzer fuzzes one target per process: see the execution {@code fuzz} in the pom. */
class StorableDecodingFuzzTest {

    @RegisterExtension
    static final FuzzFigures FIGURES = new FuzzFigures("Storable decoding");

    private static final String ID = SessionCodecContract.ID;

    private final SessionCodec codec =
            new StorableSessionCodec(1_000_000, SessionCodecContract.clock(), Duration.ofMinutes(30));

    @FuzzTest
    void decode(byte[] value) {
        FIGURES.run();
        StoredSession session;
        try {
            session = codec.decode(ID, new EncodedSession(value, 1));
        } catch (SessionFormatException expected) {
            assertThat(expected).hasNoCause();
            return;
        }
        FIGURES.accepted();
        DecodingTargets.requireThatItCanBeStored(codec, ID, session, new EncodedSession(value, 1));
    }
}

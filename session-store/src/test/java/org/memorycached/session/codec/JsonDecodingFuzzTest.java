package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.memorycached.session.testing.FuzzFigures;

/** A test class of its own, since Jazzer fuzzes one target per process: see the execution {@code fuzz} in the pom. */
class JsonDecodingFuzzTest {

    @RegisterExtension
    static final FuzzFigures FIGURES = new FuzzFigures("JSON decoding");

    private static final String NAME = "session:0123";

    private final SessionCodec codec = new JsonSessionCodec();

    @FuzzTest
    void decode(byte[] value) {
        FIGURES.run();
        StoredSession session;
        try {
            session = codec.decode(NAME, new EncodedSession(value, 0));
        } catch (SessionFormatException expected) {
            assertThat(expected).hasNoCause();
            return;
        }
        FIGURES.accepted();
        DecodingTargets.requireThatItCanBeStored(codec, NAME, session, new EncodedSession(value, 0));
    }
}

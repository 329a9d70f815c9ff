package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What encryption adds, whatever it encrypts. */
abstract class EncryptingCodecContract extends SessionCodecContract {

    private final SessionCodec codec = EncryptingSessionCodec.withKeys(plain(), TestKeys.ONE);

    abstract SessionCodec plain();

    @Override
    final SessionCodec codec() {
        return codec;
    }

    @Test
    void a_value_that_was_moved_to_another_name_is_refused() {
        EncodedSession stored = codec().encode(ID, session(), null);
        assertRefused("1" + ID.substring(1), stored);
        assertRefused("", stored);
        assertRefused(ID + "\0", stored);
    }

    @Test
    void a_value_that_is_not_encrypted_is_refused() {
        assertRefused(ID, plain().encode(ID, session(), null));
    }

    @Test
    void nothing_of_the_session_shows() {
        EncodedSession stored = codec().encode(ID, session(), null);
        String text = new String(stored.bytes(), StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain("dwho", "uid", ID);
        assertThat(codec().encode(ID, session(), null).bytes()).isNotEqualTo(stored.bytes());
        assertThat(stored.flags()).isZero();
    }

    @Test
    void not_even_one_changed_bit_is_accepted() {
        EncodedSession stored = codec().encode(ID, session(), null);
        for (int bit = 0; bit < stored.bytes().length * 8; bit++) {
            byte[] changed = stored.bytes().clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(ID, new EncodedSession(changed, stored.flags()));
        }
        assertRefused(ID, new EncodedSession(stored.bytes(), 1));
    }
}

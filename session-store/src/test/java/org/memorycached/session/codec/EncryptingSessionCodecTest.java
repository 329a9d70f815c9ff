package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptingSessionCodecTest {

    private static final String NAME = "session:0123";

    private final SessionCodec json = new JsonSessionCodec();
    private final StoredSession session = SessionCodecContract.session();

    /** The steps of the class's description, with a node that is still one step behind at each. */
    @Test
    void keys_rotate_without_logging_anybody_out() throws Exception {
        KeysetHandle old = TestKeys.generate(PredefinedAeadParameters.AES256_GCM);
        EncodedSession written = codec(old).encode(NAME, session, null);

        KeysetHandle both = with(old, PredefinedAeadParameters.XCHACHA20_POLY1305);
        assertThat(codec(both).decode(NAME, written)).isEqualTo(session);
        EncodedSession writtenWithBoth = codec(both).encode(NAME, session, null);
        assertThat(codec(old).decode(NAME, writtenWithBoth)).isEqualTo(session);

        KeysetHandle promoted = withLastKeyAsPrimary(both);
        assertThat(codec(promoted).decode(NAME, written)).isEqualTo(session);
        EncodedSession rewritten = codec(promoted).encode(NAME, session, written);
        assertThat(codec(both).decode(NAME, rewritten)).isEqualTo(session);
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> codec(old).decode(NAME, rewritten));

        KeysetHandle retired = withoutFirstKey(promoted);
        assertThat(codec(retired).decode(NAME, rewritten)).isEqualTo(session);
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> codec(retired).decode(NAME, written));
    }

    @Test
    void keys_of_others_decrypt_nothing() {
        EncodedSession written =
                EncryptingSessionCodec.withKeys(json, TestKeys.ONE).encode(NAME, session, null);
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> codec(TestKeys.generate(PredefinedAeadParameters.AES256_GCM))
                        .decode(NAME, written))
                .withNoCause();
    }

    /** Else whoever can write to memcached could have bytes of one kind read as another. */
    @Test
    void the_flags_of_what_is_encrypted_are_encrypted_with_it() throws SessionFormatException {
        SessionCodec storable = new StorableSessionCodec(1000, Clock.systemUTC(), Duration.ZERO);
        EncodedSession written = EncryptingSessionCodec.withKeys(storable, TestKeys.ONE)
                .encode(
                        NAME,
                        StoredSession.startingAt(SessionCodecContract.NOW, Duration.ZERO, Duration.ZERO, Map.of()),
                        null);
        assertThat(EncryptingSessionCodec.withKeys(storable, TestKeys.ONE)
                        .decode(NAME, written)
                        .attributes())
                .isEmpty();
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() ->
                        EncryptingSessionCodec.withKeys(json, TestKeys.ONE).decode(NAME, written));
    }

    /** What only Perl can tell apart is kept through the encryption too. */
    @Test
    void what_is_replaced_is_decrypted_for_the_codec_below() throws SessionFormatException {
        SessionCodec codec = EncryptingSessionCodec.withKeys(
                new SessionCodec() {
                    @Override
                    public EncodedSession encode(String name, StoredSession session, EncodedSession replaces) {
                        String before = replaces == null ? "none" : new String(replaces.bytes()) + replaces.flags();
                        return new EncodedSession((before + ".").getBytes(), 7);
                    }

                    @Override
                    public StoredSession decode(String name, EncodedSession stored) {
                        return StoredSession.startingAt(
                                SessionCodecContract.NOW,
                                Duration.ZERO,
                                Duration.ZERO,
                                Map.of("stored", new String(stored.bytes()) + stored.flags()));
                    }
                },
                TestKeys.ONE);
        EncodedSession first = codec.encode(NAME, session, null);
        EncodedSession second = codec.encode(NAME, session, first);
        assertThat(codec.decode(NAME, second).attributes()).containsEntry("stored", "none.7.7");
    }

    @Test
    void each_of_tinks_kinds_of_keys_will_do() throws SessionFormatException {
        for (Parameters parameters : new Parameters[] {
            PredefinedAeadParameters.AES128_GCM,
            PredefinedAeadParameters.AES256_GCM,
            PredefinedAeadParameters.AES256_EAX,
            PredefinedAeadParameters.AES256_CTR_HMAC_SHA256,
            PredefinedAeadParameters.CHACHA20_POLY1305,
            PredefinedAeadParameters.XCHACHA20_POLY1305,
            PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE
        }) {
            SessionCodec codec = EncryptingSessionCodec.withKeys(json, TestKeys.json(TestKeys.generate(parameters)));
            assertThat(codec.decode(NAME, codec.encode(NAME, session, null))).isEqualTo(session);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "secret",
                "{\"primaryKeyId\":1,\"key\":[]}",
                "{\"primaryKeyId\":1,\"key\":[{\"keyData\":{\"typeUrl\":\"secret\",\"keyMaterialType\":\"SYMMETRIC\","
                        + "\"value\":\"c2VjcmV0\"},\"outputPrefixType\":\"TINK\",\"keyId\":1,\"status\":\"ENABLED\"}]}",
                "{\"primaryKeyId\":1,\"key\":[{\"keyData\":{\"typeUrl\":"
                        + "\"type.googleapis.com/google.crypto.tink.HmacKey\",\"keyMaterialType\":\"SYMMETRIC\","
                        + "\"value\":\"c2VjcmV0\"},\"outputPrefixType\":\"TINK\",\"keyId\":1,\"status\":\"ENABLED\"}]}"
            })
    void a_text_that_is_no_key_set_is_refused_without_repeating_it(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptingSessionCodec.withKeys(json, text))
                .withNoCause()
                .withMessageStartingWith("Not a key set of Tink's")
                .withMessageNotContaining("secret");
    }

    private SessionCodec codec(KeysetHandle keys) {
        return EncryptingSessionCodec.withKeys(json, keys);
    }

    private static KeysetHandle with(KeysetHandle keys, Parameters parameters) throws Exception {
        return KeysetHandle.newBuilder(keys)
                .addEntry(KeysetHandle.importKey(
                        TestKeys.generate(parameters).getPrimary().getKey()))
                .build();
    }

    private static KeysetHandle withLastKeyAsPrimary(KeysetHandle keys) throws Exception {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
        builder.getAt(keys.size() - 1).makePrimary();
        return builder.build();
    }

    private static KeysetHandle withoutFirstKey(KeysetHandle keys) throws Exception {
        return KeysetHandle.newBuilder(keys).deleteAt(0).build();
    }
}

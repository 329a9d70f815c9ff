package org.memorycached.session.codec;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what another codec writes, with <a href="https://developers.google.com/tink">Tink</a>'s AEAD. It needs the
 * library {@code com.google.crypto.tink:tink}, which is optional for this module.
 *
 * <p>A stored value is Tink's ciphertext, with flags 0. Its plain text is the other codec's flags (4 bytes, big-endian)
 * and bytes. Its associated data is the name that the session is stored under, in UTF-8: a value that somebody moved
 * from one name to another cannot be decrypted there.
 *
 * <p><b>Keys.</b> A key set has one primary key, which encrypts, and others, which still decrypt; each ciphertext says
 * which one it needs. To rotate: add a key everywhere, then make it primary everywhere, and when the longest lifetime
 * of a session is over remove the old one. Nobody is logged out, because each session is encrypted anew when it is next
 * written and can be read until then. {@code tinkey create-keyset --key-template AES256_GCM --out-format json} makes
 * a key set.
 *
 * <p>Immutable and thread-safe.
 */
public final class EncryptingSessionCodec implements SessionCodec {

    private static final int NO_FLAGS = 0;

    private final SessionCodec codec;
    private final Aead aead;

    /**
     * @param codec what is encrypted
     * @param aead encrypts and decrypts; thread-safe, as Tink's are
     */
    public EncryptingSessionCodec(SessionCodec codec, Aead aead) {
        this.codec = codec;
        this.aead = aead;
    }

    /**
     * The codec that encrypts with these keys.
     *
     * @param keys AEAD keys, of any type of Tink's that needs no key server
     * @throws IllegalArgumentException if they are keys for something else
     */
    public static EncryptingSessionCodec withKeys(SessionCodec codec, KeysetHandle keys) {
        try {
            return new EncryptingSessionCodec(codec, keys.getPrimitive(AeadConfig2026.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw noKeys();
        }
    }

    /**
     * The codec that encrypts with the keys in this text.
     *
     * @param json a key set in Tink's JSON format, in clear text: a secret
     * @throws IllegalArgumentException if it is none; the message repeats nothing of it
     */
    public static EncryptingSessionCodec withKeys(SessionCodec codec, String json) {
        try {
            return withKeys(
                    codec,
                    TinkJsonProtoKeysetFormat.parseKeyset(json, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw noKeys();
        }
    }

    /** Without the cause, which may quote what it could not parse. */
    private static IllegalArgumentException noKeys() {
        return new IllegalArgumentException("Not a key set of Tink's in JSON and clear text, with AEAD keys");
    }

    @Override
    public boolean needsWhatItReplaces() {
        return codec.needsWhatItReplaces();
    }

    @Override
    public EncodedSession encode(String name, StoredSession session, @Nullable EncodedSession replaces) {
        EncodedSession plain = codec.encode(name, session, replaces == null ? null : decryptedOrNull(name, replaces));
        byte[] plaintext = ByteBuffer.allocate(Integer.BYTES + plain.bytes().length)
                .putInt(plain.flags())
                .put(plain.bytes())
                .array();
        try {
            return new EncodedSession(aead.encrypt(plaintext, associatedData(name)), NO_FLAGS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot encrypt a session", e);
        }
    }

    private @Nullable EncodedSession decryptedOrNull(String name, EncodedSession stored) {
        try {
            return decrypt(name, stored);
        } catch (SessionFormatException e) {
            return null; // it was no session, so there is nothing to keep
        }
    }

    @Override
    public StoredSession decode(String name, EncodedSession stored) throws SessionFormatException {
        return codec.decode(name, decrypt(name, stored));
    }

    private EncodedSession decrypt(String name, EncodedSession stored) throws SessionFormatException {
        if (stored.flags() != NO_FLAGS) {
            throw new SessionFormatException("Not encrypted by this codec, by its flags " + stored.flags());
        }
        byte[] plaintext = plaintext(name, stored.bytes());
        if (plaintext.length < Integer.BYTES) {
            throw new SessionFormatException("Not encrypted by this codec");
        }
        return new EncodedSession(
                Arrays.copyOfRange(plaintext, Integer.BYTES, plaintext.length),
                ByteBuffer.wrap(plaintext).getInt());
    }

    private byte[] plaintext(String name, byte[] ciphertext) throws SessionFormatException {
        try {
            return aead.decrypt(ciphertext, associatedData(name));
        } catch (GeneralSecurityException e) {
            throw new SessionFormatException("Not encrypted with one of the keys for this session");
        }
    }

    private static byte[] associatedData(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}

package org.memorycached.session.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.codec.EncryptingSessionCodec;
import org.memorycached.session.codec.SessionCodec;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * The property {@code session-store.encryption-keyset}. It is where a key set is, not the key set itself; if somebody
 * mistakes the one for the other, no message repeats it. An empty one is wrong, so that a variable that was not set does
 * not turn the encryption off.
 */
final class SessionEncryption {

    private static final String OPTION = "encryptionKeyset";
    private static final String NOT_SHOWN = "(not shown)";
    private static final String TINK = "com.google.crypto.tink.Aead";

    private final ResourceLoader resources;

    SessionEncryption(ResourceLoader resources) {
        this.resources = resources;
    }

    /**
     * The codec that encrypts what another one writes.
     *
     * @param keyset where the key set is, as a location of Spring's
     * @throws InvalidOptionException if there is no such key set, or no Tink
     */
    SessionCodec encrypt(SessionCodec codec, String keyset) {
        if (!ClassUtils.isPresent(TINK, resources.getClassLoader())) {
            throw invalid(keyset, "add the library com.google.crypto.tink:tink, which encrypts, to the application");
        }
        try {
            return EncryptingSessionCodec.withKeys(codec, read(keyset));
        } catch (IllegalArgumentException e) {
            throw e instanceof InvalidOptionException ? e : invalid(keyset, notAKeyset());
        }
    }

    private String read(String keyset) {
        Resource file = resources.getResource(keyset);
        if (keyset.isBlank() || !file.isReadable()) {
            throw invalid(keyset, "name a file that can be read, such as file:/run/secrets/session-keyset.json");
        }
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw invalid(keyset, "the file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String notAKeyset() {
        return "the file is no key set of Tink's in JSON and clear text; make one with tinkey create-keyset"
                + " --key-template AES256_GCM --out-format json";
    }

    private static InvalidOptionException invalid(String keyset, String fix) {
        return new InvalidOptionException(OPTION, mayBeSecret(keyset) ? NOT_SHOWN : keyset, fix);
    }

    private static boolean mayBeSecret(String keyset) {
        return keyset.contains("{") || keyset.contains("\"");
    }
}

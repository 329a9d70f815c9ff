package org.memorycached.session.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret of {@link CookieKeys}. Thread-safe.
 *
 * <p>A {@link Mac} is costly to make and not thread-safe, so each thread keeps its own: a signature is then two rounds
 * of SHA-256 and some 300 bytes of garbage. A virtual thread makes a Mac for each request, which is slower and still
 * right.
 */
final class CookieKey {

    /** 32 bytes in base64 without padding. */
    static final int SIGNATURE_LENGTH = 43;

    private static final String ALGORITHM = "HmacSHA256";

    /** So that what is signed here can be taken for nothing else that somebody signs with the same secret. */
    private static final String CONTEXT = "sso-session-id:";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final ThreadLocal<Mac> mac;

    CookieKey(byte[] secret) {
        SecretKeySpec key = new SecretKeySpec(secret, ALGORITHM);
        this.mac = ThreadLocal.withInitial(() -> mac(key));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) { // every Java has it: javax.crypto.Mac says so
            throw new IllegalStateException(ALGORITHM + " is missing", e);
        }
    }

    String sign(String id) {
        return new String(signature(id), StandardCharsets.US_ASCII);
    }

    /**
     * Compares in a time that tells nothing of the right signature. It is the text that is compared, not what it
     * decodes to: base64 can write the same bytes in several ways, and only ours is right.
     */
    boolean hasSigned(String id, String signature) {
        return MessageDigest.isEqual(signature(id), signature.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] signature(String id) {
        return BASE64.encode(mac.get().doFinal((CONTEXT + id).getBytes(StandardCharsets.US_ASCII)));
    }
}

package org.memorycached.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** The names of things in memcached. Each kind has a name space of its own, so that none can be taken for another. */
enum Naming {

    /** Nothing in memcached tells an id: sessions go by its SHA-256. */
    HASHED {
        @Override
        SessionKey keyOf(SessionId id) {
            String hash = sha256Hex(id);
            return new SessionKey(hash, hash);
        }

        @Override
        Optional<SessionKey> keyNamed(String name) {
            return SessionId.isLowerCaseHex(name, HASH_LENGTH)
                    ? Optional.of(new SessionKey(name, name))
                    : Optional.empty();
        }

        @Override
        String session(SessionKey key) {
            return SESSION_PREFIX + key.name();
        }

        @Override
        String reference(String principal) {
            return REFERENCE_PREFIX + md5Hex(principal);
        }
    },

    /**
     * The original's names: a session goes by its id, a reference by the MD5 of the principal. They share one key
     * space, so what is no session by its form must never be served, changed or deleted as one.
     */
    PERL {
        @Override
        SessionKey keyOf(SessionId id) {
            return new SessionKey(id.value(), sha256Hex(id));
        }

        @Override
        Optional<SessionKey> keyNamed(String name) {
            return SessionId.parse(name).map(this::keyOf);
        }

        @Override
        String session(SessionKey key) {
            return key.name();
        }

        @Override
        String reference(String principal) {
            return md5Hex(principal);
        }
    };

    /** Only cloned. Every find that no heap copy answers needs one, and half of its time would go into the look-up. */
    private static final MessageDigest SHA_256 = DigestUtils.getSha256Digest();

    static final String SESSION_PREFIX = "session:";
    static final String REFERENCE_PREFIX = "principal:";
    static final String INDEX_PREFIX = "sessions:";
    private static final String COPY_PREFIX = "copy:";
    private static final int HASH_LENGTH = 64;

    /** The session that an id opens. */
    abstract SessionKey keyOf(SessionId id);

    /** The session that a reference or an index names; empty if that is no name of a session. */
    abstract Optional<SessionKey> keyNamed(String name);

    /** A session in the central tier. */
    abstract String session(SessionKey key);

    /** The reverse reference of a principal: the original's {@code MD5_hex(uid)}, which hides names from a glance. */
    abstract String reference(String principal);

    /** Whether an entry of this name is on several servers; feeds and notes are one server's own. */
    static boolean isReplicated(String wireKey) {
        return wireKey.startsWith(SESSION_PREFIX)
                || wireKey.startsWith(REFERENCE_PREFIX)
                || wireKey.startsWith(INDEX_PREFIX);
    }

    /** All sessions of a principal. */
    static String index(String principal) {
        return INDEX_PREFIX + md5Hex(principal);
    }

    /** A stamped copy of a session in a local tier; its own name, so that one server can serve as both tiers. */
    static String copy(SessionKey key) {
        return COPY_PREFIX + key.fingerprint();
    }

    /** The original's {@code MD5_hex}: a name, not a protection. */
    static String md5Hex(String principal) {
        return DigestUtils.md5Hex(principal);
    }

    private static String sha256Hex(SessionId id) {
        return HexFormat.of().formatHex(sha256(id.value()));
    }

    private static byte[] sha256(String text) {
        try {
            return ((MessageDigest) SHA_256.clone()).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            return DigestUtils.sha256(text); // by a provider that keeps its digests in a token
        }
    }
}

package org.memorycached.session;

import org.apache.commons.codec.digest.DigestUtils;

/** The names of things in memcached. Each kind has a name space of its own, so that none can be taken for another. */
final class WireKeys {

    private WireKeys() {}

    /** A session in the central tier. */
    static String session(SessionKey key) {
        return "session:" + key.value();
    }

    /** A stamped copy of a session in a local tier; its own name, so that one server can serve as both tiers. */
    static String copy(SessionKey key) {
        return "copy:" + key.value();
    }

    /** The reverse reference of a principal: the original's {@code MD5_hex(uid)}, which hides names from a glance. */
    static String reference(String principal) {
        return "principal:" + md5Hex(principal);
    }

    /** The original's {@code MD5_hex}: a name, not a protection. */
    static String md5Hex(String principal) {
        return DigestUtils.md5Hex(principal);
    }
}

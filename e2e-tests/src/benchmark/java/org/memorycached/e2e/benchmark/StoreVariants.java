package org.memorycached.e2e.benchmark;

import java.time.Duration;
import java.util.Map;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionStoreBuilder;

/** The configurations of our store that are measured: the one place to change when the store gets an option. */
public final class StoreVariants {

    /** How long a local copy is served at most: the builder's default, told here because a row's length hangs on it. */
    public static final Duration LOCAL_MAX_AGE = Duration.ofMinutes(1);

    /** On how many central servers a session is. */
    public static final int COPIES = 2;

    /** On a busy machine a late answer is a slow one, not an outage: it belongs to the figures. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long HEAP_BYTES = 64L << 20;

    /** Any 32 bytes: the flood does not know them. */
    private static final String COOKIE_KEY = "bWVhc3VyZWQgYWdhaW5zdCBhIGZsb29kIG9mIGNvb2tpZXM=";

    private StoreVariants() {}

    /** All reads go to the central tier. */
    public static SessionStoreBuilder central(String... central) {
        return SessionStore.builder()
                .servers(central)
                .copies(Math.min(COPIES, central.length))
                .heapCopies(0)
                .timeout(Duration.ofMinutes(30))
                .centralOperationTimeout(PATIENCE)
                .localOperationTimeout(PATIENCE)
                .principal("uid");
    }

    /** Reads go to the local memcached, and no copy is kept in the heap. */
    public static SessionStoreBuilder local(String local, String... central) {
        return central(central).local(local);
    }

    /** A node as applications have it: copies in the heap, and in the local memcached. */
    public static SessionStoreBuilder node(String local, String... central) {
        return local(local, central).heapCopies(HEAP_BYTES);
    }

    /** What makes the protected application sign and check the ids in its cookies. */
    public static Map<String, String> signedCookies() {
        return Map.of("session-store.sso.cookie-keys", COOKIE_KEY);
    }

    /** What follows the 32 hex digits of a forged cookie: as long as a real signature, 43 characters of base64url. */
    public static String forgedSignature() {
        return "." + "A".repeat(43);
    }
}

package org.memorycached.e2e.benchmark;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.memorycached.session.Session;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionStoreBuilder;

/**
 * The configurations of our store that are measured: the one place to change when the store gets an option.
 *
 * <p>Options that this build of the store may not have yet are looked for by name. A row that needs one that is missing
 * says that it was not measured.
 */
public final class StoreVariants {

    /** How long a local copy is served at most: the builder's default, told here because a row's length hangs on it. */
    public static final Duration LOCAL_MAX_AGE = Duration.ofMinutes(1);

    /** On a busy machine a late answer is a slow one, not an outage: it belongs to the figures. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long HEAP_BYTES = 64L << 20;

    /** Any 32 bytes: the flood does not know them. */
    private static final String COOKIE_KEY = "bWVhc3VyZWQgYWdhaW5zdCBhIGZsb29kIG9mIGNvb2tpZXM=";

    /** As long as a real signature: 43 characters of base64url. */
    private static final String FORGED_SIGNATURE = "." + "A".repeat(43);

    private static final String COOKIE_KEYS_CLASS = "org.memorycached.session.web.CookieKeys";

    private StoreVariants() {}

    /** All reads go to the central tier. */
    public static SessionStoreBuilder central(String... central) {
        SessionStoreBuilder builder = SessionStore.builder()
                .servers(central)
                .timeout(Duration.ofMinutes(30))
                .centralOperationTimeout(PATIENCE)
                .localOperationTimeout(PATIENCE)
                .principal("uid");
        return withHeapCopies(builder, 0).orElse(builder);
    }

    /** Reads go to the local memcached, and no copy is kept in the heap. */
    public static SessionStoreBuilder local(String local, String... central) {
        return central(central).local(local);
    }

    /** The same, with copies in the heap; empty if this build has none. */
    public static Optional<SessionStoreBuilder> heap(String local, String... central) {
        return withHeapCopies(local(local, central), HEAP_BYTES);
    }

    /** A node as applications have it: with every level of copies that this build has. */
    public static SessionStoreBuilder node(String local, String... central) {
        return heap(local, central).orElseGet(() -> local(local, central));
    }

    /** The same, with another greatest age of its copies than {@link #LOCAL_MAX_AGE}. */
    public static SessionStoreBuilder node(Duration localMaxAge, String local, String... central) {
        return node(local, central).localMaxAge(localMaxAge);
    }

    /** A session in this many central servers; empty if this build keeps it in one. */
    public static Optional<SessionStoreBuilder> withCopies(SessionStoreBuilder builder, int copies) {
        return set(builder, "copies", int.class, copies);
    }

    private static Optional<SessionStoreBuilder> withHeapCopies(SessionStoreBuilder builder, long bytes) {
        return set(builder, "heapCopies", long.class, bytes);
    }

    /** {@code HEAP}, {@code LOCAL} or {@code CENTRAL}: what answered. */
    public static String level(Session session) {
        return session.origin().level().name();
    }

    /** What makes the protected application sign and check the ids in its cookies; nothing if this build cannot. */
    public static Map<String, String> signedCookies() {
        return canSign() ? Map.of("session-store.sso.cookie-keys", COOKIE_KEY) : Map.of();
    }

    /** What follows the 32 hex digits of a forged cookie. */
    public static String forgedSignature() {
        return canSign() ? FORGED_SIGNATURE : "";
    }

    private static boolean canSign() {
        try {
            Class.forName(COOKIE_KEYS_CLASS, false, StoreVariants.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Optional<SessionStoreBuilder> set(
            SessionStoreBuilder builder, String option, Class<?> type, Object value) {
        Optional<Method> method = Arrays.stream(SessionStoreBuilder.class.getMethods())
                .filter(each -> each.getName().equals(option))
                .filter(each -> Arrays.equals(each.getParameterTypes(), new Class<?>[] {type}))
                .findFirst();
        return method.map(each -> call(each, builder, value));
    }

    private static SessionStoreBuilder call(Method option, SessionStoreBuilder builder, Object value) {
        try {
            return (SessionStoreBuilder) option.invoke(builder, value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The option " + option.getName() + "(" + value + ") was refused", e);
        }
    }
}

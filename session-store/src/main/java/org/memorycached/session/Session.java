package org.memorycached.session;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.StoredSession;

/**
 * A session as one read or write saw it: immutable, and safe to share between threads.
 *
 * <p>It does not carry its {@link SessionId}: code that shows or logs a session cannot leak the cookie.
 */
public final class Session {

    private final SessionKey key;
    private final StoredSession stored;
    private final SessionOrigin origin;
    private final Optional<String> principal;
    private final @Nullable SessionCopy copy;
    private final HeapCopies.@Nullable Slot slot;

    /** As the central tier has just told, or taken, it. */
    Session(SessionKey key, StoredSession stored, SessionOrigin origin, Optional<String> principal) {
        this(key, stored, origin, principal, null, null);
    }

    /** @param slot where this process keeps its copy of the session; null if it keeps none */
    Session(SessionCopy copy, SessionOrigin origin, Optional<String> principal, HeapCopies.@Nullable Slot slot) {
        this(copy.key(), copy.session(), origin, principal, copy, slot);
    }

    private Session(
            SessionKey key,
            StoredSession stored,
            SessionOrigin origin,
            Optional<String> principal,
            @Nullable SessionCopy copy,
            HeapCopies.@Nullable Slot slot) {
        this.key = key;
        this.stored = stored;
        this.origin = origin;
        this.principal = principal;
        this.copy = copy;
        this.slot = slot;
    }

    /** The place of this session in the store; not the secret of the cookie. */
    public SessionKey key() {
        return key;
    }

    /**
     * The attributes, unmodifiable at every depth. Values are strings, booleans, {@code Long} or {@code BigInteger},
     * {@code Double}, lists and maps of these, and null.
     */
    public Map<String, @Nullable Object> attributes() {
        return stored.attributes();
    }

    /** The text of one attribute; empty if it is missing or not a string. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(stored.attributes().get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** Whose session this is: the value of the attribute that the option {@code principal} names, if it has one. */
    public Optional<String> principal() {
        return principal;
    }

    /** When the session was created, by the clock of the host that created it. */
    public Instant createdAt() {
        return stored.createdAt();
    }

    /** When the session was last written or touched: exact to the touch interval. */
    public Instant lastUsedAt() {
        return stored.lastUsedAt();
    }

    /** When the session ends if nobody uses it any more; empty for never. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(stored.expiresAt());
    }

    /** Which tier gave this answer, and how old it is. */
    public SessionOrigin origin() {
        return origin;
    }

    /** This node's newest copy that is known here; null if this was the central tier's own word. */
    @Nullable
    SessionCopy copy() {
        return slot != null ? slot.copy() : copy;
    }

    HeapCopies.@Nullable Slot slot() {
        return slot;
    }

    /** Shows the key's beginning and the attributes' names, never their values. */
    @Override
    public String toString() {
        return "Session[" + key + ", attributes=" + stored.attributes().keySet() + "]";
    }
}

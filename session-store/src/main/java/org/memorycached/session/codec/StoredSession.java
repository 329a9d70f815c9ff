package org.memorycached.session.codec;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session as memcached keeps it. The deadlines are part of the data, so that every reader, of either tier and in any
 * language, judges them the same way; memcached's own expiry only clears away what has ended.
 *
 * @param createdAt when the session was created
 * @param lastUsedAt when it was last written or touched
 * @param expiresAt when it ends unless it is used again; null for never
 * @param endsAt when it ends however much it is used; null for never
 * @param booked true while the id is only reserved and the session not saved yet
 * @param revision counts the writes, so that of two copies on two servers the newer one is known
 * @param attributes unmodifiable at every depth
 */
public record StoredSession(
        Instant createdAt,
        Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant endsAt,
        boolean booked,
        long revision,
        Map<String, @Nullable Object> attributes) {

    private static final long FIRST_REVISION = 1;

    /**
     * @throws IllegalArgumentException if an attribute's value is of a type that cannot be stored
     */
    public StoredSession {
        attributes = Attributes.copyOf(attributes);
    }

    /**
     * A session that begins now.
     *
     * @param idleTimeout zero for none
     * @param absoluteLifetime zero for none
     */
    public static StoredSession startingAt(
            Instant now,
            Duration idleTimeout,
            Duration absoluteLifetime,
            Map<String, ? extends @Nullable Object> attributes) {
        Instant endsAt = absoluteLifetime.isZero() ? null : now.plus(absoluteLifetime);
        return new StoredSession(
                now,
                now,
                deadline(now, idleTimeout, endsAt),
                endsAt,
                false,
                FIRST_REVISION,
                Attributes.copyOf(attributes));
    }

    /** The same session with other attributes. */
    public StoredSession withAttributes(Map<String, @Nullable Object> changed) {
        return new StoredSession(createdAt, lastUsedAt, expiresAt, endsAt, false, revision, changed);
    }

    /** The same session as the next revision of another, whose place it takes. */
    public StoredSession after(StoredSession previous) {
        return new StoredSession(createdAt, lastUsedAt, expiresAt, endsAt, booked, previous.revision + 1, attributes);
    }

    /** The same session as a mere reservation of its id. */
    public StoredSession asBooking() {
        return new StoredSession(createdAt, lastUsedAt, expiresAt, endsAt, true, revision, attributes);
    }

    /**
     * The same session, used at this moment: its idle timeout starts again, its absolute lifetime does not. It is the
     * next revision.
     */
    public StoredSession usedAt(Instant now, Duration idleTimeout) {
        return new StoredSession(
                createdAt, now, deadline(now, idleTimeout, endsAt), endsAt, booked, revision + 1, attributes);
    }

    /** Whether the session has neither ended nor expired. */
    public boolean isLiveAt(Instant now) {
        return (expiresAt == null || now.isBefore(expiresAt)) && (endsAt == null || now.isBefore(endsAt));
    }

    private static @Nullable Instant deadline(Instant now, Duration idleTimeout, @Nullable Instant endsAt) {
        if (idleTimeout.isZero()) {
            return endsAt;
        }
        Instant idle = now.plus(idleTimeout);
        return endsAt != null && endsAt.isBefore(idle) ? endsAt : idle;
    }

    /** Leaves the attributes' values out. */
    @Override
    public String toString() {
        return "StoredSession[createdAt=" + createdAt + ", lastUsedAt=" + lastUsedAt + ", expiresAt=" + expiresAt
                + ", endsAt=" + endsAt + ", booked=" + booked + ", revision=" + revision + ", attributes="
                + attributes.keySet() + "]";
    }
}

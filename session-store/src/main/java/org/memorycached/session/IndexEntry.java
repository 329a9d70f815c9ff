package org.memorycached.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session in the index of its principal.
 *
 * @param endsAt when it ends however much it is used; null for never
 */
record IndexEntry(
        SessionKey key, Instant createdAt, @Nullable Instant endsAt, SessionClient client) {

    boolean mayBeLiveAt(Instant now) {
        return endsAt == null || now.isBefore(endsAt);
    }
}

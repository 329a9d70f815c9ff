package org.memorycached.session.replication;

import org.jspecify.annotations.Nullable;
import org.memorycached.session.TierUnavailableException;

/**
 * What one of a key's servers answered.
 *
 * @param place of the server in the central tier
 * @param value null where there is an outage
 * @param outage why there is no answer; null where there is one
 */
public record Answer<T>(
        int place, @Nullable T value, @Nullable TierUnavailableException outage) {

    /** Whether the server answered. */
    public boolean isGiven() {
        return outage == null;
    }
}

package org.memorycached.session;

import java.util.Map;
import org.memorycached.session.tier.CacheServer;

/**
 * The version that each of a session's servers gave to what a copy was made from, in the order of the servers. With it
 * the session's next state is written without reading this one again: the swap says whether it is still there. Immutable
 * and thread-safe.
 */
final class StoredVersions {

    /** Where the next state can only be written after reading this one. */
    static final StoredVersions UNKNOWN = new StoredVersions(new long[0]);

    private final long[] versions;

    private StoredVersions(long[] versions) {
        this.versions = versions;
    }

    /** Unknown as a whole, if one of them is. */
    static StoredVersions of(long[] versions) {
        for (long version : versions) {
            if (version == CacheServer.NO_VERSION) {
                return UNKNOWN;
            }
        }
        return new StoredVersions(versions.clone());
    }

    /** What a write left on each of these places. */
    static StoredVersions of(int[] places, Map<Integer, Long> versions) {
        long[] inOrder = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            inOrder[i] = versions.getOrDefault(places[i], CacheServer.NO_VERSION);
        }
        return of(inOrder);
    }

    boolean areKnown() {
        return versions.length > 0;
    }

    /** The version on the i-th of the session's servers; {@link CacheServer#NO_VERSION} if they are not known. */
    long at(int i) {
        return areKnown() ? versions[i] : CacheServer.NO_VERSION;
    }
}

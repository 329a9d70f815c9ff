package org.memorycached.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.VersionedValue;

/** What all servers of a session say of it, taken together: the newest copy counts. */
final class StoredCopies {

    private final List<StoredCopy> copies;
    private final @Nullable StoredCopy newest;

    /** @param copies in the order of the session's servers */
    StoredCopies(List<StoredCopy> copies) {
        this.copies = copies;
        StoredCopy found = null;
        for (StoredCopy copy : copies) {
            // Of two that count the same the later: on the first server alone a write is not confirmed yet.
            if (copy.session() != null && (found == null || copy.revision() >= found.revision())) {
                found = copy;
            }
        }
        this.newest = found;
    }

    /** What the servers had when a copy of the session was made, and have still if nobody has written since. */
    static StoredCopies remembered(int[] places, SessionCopy copy) {
        List<StoredCopy> copies = new ArrayList<>(places.length);
        for (int i = 0; i < places.length; i++) {
            copies.add(StoredCopy.remembered(places[i], copy.versions().at(i), copy.session()));
        }
        return new StoredCopies(copies);
    }

    /** The versions, if all servers have the same. */
    StoredVersions versions() {
        long[] versions = new long[copies.size()];
        for (int i = 0; i < versions.length; i++) {
            StoredCopy copy = copies.get(i);
            boolean same = newest != null && copy.value() != null && copy.isStoredAs(newest.requireValue());
            versions[i] = same ? copy.requireValue().version() : CacheServer.NO_VERSION;
        }
        return StoredVersions.of(versions);
    }

    /** The session as it is; only where there is one. */
    StoredSession session() {
        return requireNewest().requireSession();
    }

    /** Its stored form. */
    EncodedSession stored() {
        VersionedValue value = requireNewest().requireValue();
        return new EncodedSession(value.bytes(), value.flags());
    }

    StoredCopy requireNewest() {
        return Objects.requireNonNull(newest);
    }

    @Nullable
    StoredCopy newest() {
        return newest;
    }

    List<StoredCopy> inOrder() {
        return copies;
    }

    StoredCopy at(int place) {
        return copies.stream().filter(copy -> copy.place() == place).findFirst().orElseThrow();
    }

    Stream<StoredCopy> reachable() {
        return copies.stream().filter(StoredCopy::isReachable);
    }

    boolean anyEnded() {
        return copies.stream().anyMatch(StoredCopy::ended);
    }

    /** Whether the session is nowhere to be seen, and a server was not. */
    boolean someMayHaveIt() {
        return newest == null && !anyEnded() && copies.stream().anyMatch(copy -> copy.outage() != null);
    }

    /** Whether a server has an earlier state, or that of a writer who met another without knowing. */
    boolean isBehind(StoredCopy copy) {
        return !copy.isStoredAs(requireNewest().requireValue());
    }
}

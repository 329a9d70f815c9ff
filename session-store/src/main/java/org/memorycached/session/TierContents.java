package org.memorycached.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.memorycached.session.codec.EncodedSession;
import org.memorycached.session.codec.SessionCodec;
import org.memorycached.session.codec.SessionFormatException;
import org.memorycached.session.replication.Refill;
import org.memorycached.session.revocation.RevocationFeed;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Value;
import org.memorycached.session.tier.VersionedValue;

/** Which of two states of an entry is the newer: for a server that is made whole from the others. */
final class TierContents implements Refill.Contents {

    /** An entry that changes at each look is being written, and the writers bring it to its newest state. */
    private static final int MOST_LOOKS = 50;

    private static final long ENDED = Long.MAX_VALUE;
    private static final long UNREADABLE = -1;

    private final PrincipalIndex index;
    private final SessionCodec codec;

    TierContents(PrincipalIndex index, SessionCodec codec) {
        this.index = index;
        this.codec = codec;
    }

    @Override
    public void merge(
            CacheServer server, String key, VersionedValue theirs, Duration timeToLive, boolean missedWrites) {
        if (key.startsWith(Naming.INDEX_PREFIX)) {
            index.merge(server, key, theirs, timeToLive);
        } else if (key.startsWith(Naming.SESSION_PREFIX)) {
            raise(server, key, theirs, timeToLive, missedWrites);
        } // of two references both are followed
    }

    /** Of two states of one revision theirs counts, if it is the server here that missed something. */
    private void raise(
            CacheServer server, String key, VersionedValue theirs, Duration timeToLive, boolean missedWrites) {
        long revision = revision(key, theirs);
        for (int look = 0; look < MOST_LOOKS; look++) {
            Optional<VersionedValue> here = server.get(key);
            if (here.isEmpty() || Arrays.equals(here.get().bytes(), theirs.bytes())) {
                return;
            }
            long revisionHere = revision(key, here.get());
            if (revisionHere > revision || (revisionHere == revision && !missedWrites)) {
                return;
            }
            Value value = new Value(theirs.bytes(), theirs.flags());
            if (server.sendSwap(key, here.get().version(), value, timeToLive)
                    .await()
                    .isStored()) {
                return;
            }
        }
    }

    private long revision(String key, VersionedValue value) {
        if (Arrays.equals(value.bytes(), CentralSessions.ENDED.bytes())) {
            return ENDED;
        }
        try {
            return codec.decode(key, new EncodedSession(value.bytes(), value.flags()))
                    .revision();
        } catch (SessionFormatException e) {
            return UNREADABLE;
        }
    }

    @Override
    public void doubt(CacheServer server) {
        RevocationFeed.restart(server);
    }
}

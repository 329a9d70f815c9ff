package org.memorycached.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.SessionOrigin.Level;

/** What a simulation has been promised of one session, and so what a read may answer. */
final class ExpectedSession {

    /**
     * When something happened.
     *
     * @param order tells two things apart that happened at the same time
     */
    record Moment(Instant time, long order) {

        /** Whether a read that begins then must know of this: a copy may be as old as the lease. */
        boolean isKnownTo(Moment read, boolean central) {
            return central ? order < read.order() : !time.isAfter(read.time().minus(Cluster.LEASE));
        }
    }

    final SessionId id;
    final String user;

    /** The attributes that acknowledged updates added, and when each was acknowledged. */
    private final Map<String, Moment> acknowledged = new LinkedHashMap<>();

    private boolean deletionBegan;
    private @Nullable Moment deletedAt;

    ExpectedSession(SessionId id, String user) {
        this.id = id;
        this.user = user;
    }

    void updated(String attribute, Moment now) {
        acknowledged.put(attribute, now);
    }

    /** From here on the session may be gone. */
    void deletionBegins() {
        deletionBegan = true;
    }

    /** From here on it must be gone. */
    void deleted(Moment now) {
        if (deletedAt == null) {
            deletedAt = now;
        }
    }

    boolean mustBeThere() {
        return !deletionBegan;
    }

    /** Whether a read of the central tier that begins then must not find it. */
    boolean mustBeGoneAt(Moment read) {
        return mustBeGone(read, true);
    }

    private boolean mustBeGone(Moment read, boolean central) {
        return deletedAt != null && deletedAt.isKnownTo(read, central);
    }

    /**
     * What is wrong with the answer to a read; null if nothing is.
     *
     * @param strict whether also what is lost is wrong, and not only what comes back
     */
    @Nullable
    String faultOf(Optional<Session> answer, Moment began, boolean strict) {
        if (answer.isEmpty()) {
            return strict && mustBeThere() ? "a live session is a miss" : null;
        }
        boolean central = answer.get().origin().level() == Level.CENTRAL;
        if (mustBeGone(began, central)) {
            return "ended at " + deletedAt + ", served by " + answer.get().origin();
        }
        return strict ? lostUpdate(answer.get(), began, central) : null;
    }

    private @Nullable String lostUpdate(Session session, Moment began, boolean central) {
        for (Map.Entry<String, Moment> update : acknowledged.entrySet()) {
            if (update.getValue().isKnownTo(began, central)
                    && !session.attributes().containsKey(update.getKey())) {
                return "the update " + update + " is missing in "
                        + session.attributes().keySet() + " of " + session.origin();
            }
        }
        return null;
    }
}

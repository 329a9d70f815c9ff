package org.memorycached.session;

import org.memorycached.session.SessionOrigin.Level;

/**
 * Told what the store does, for metrics. Called on the thread of the request, so implementations return at once; they
 * are called by many threads and must not throw.
 */
public interface SessionStoreObserver {

    /** Observes nothing. */
    SessionStoreObserver NONE = new SessionStoreObserver() {};

    /** A read was answered with a session from this level. */
    default void found(Level level) {}

    /** A read was answered with "there is no such session". */
    default void missed() {}

    /** A server of this level did not answer. For {@link Level#LOCAL} the read goes on to the central tier. */
    default void unavailable(Level level) {}

    /** A stored value could not be decoded; it counts as absent. */
    default void corrupt(Level level) {}
}

package org.memorycached.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session that has an id but is not saved yet. Not safe for use by several threads. */
public interface NewSession {

    /** The id that the session will have. */
    SessionId id();

    /**
     * Stores the session, once.
     *
     * @param attributes as for {@link SessionStore#create}
     * @throws IllegalStateException if it was saved before, or its booking has expired or was deleted meanwhile
     * @throws IllegalArgumentException as for {@link SessionStore#create}
     * @throws SessionUnavailableException as for {@link SessionStore#create}
     */
    default Session save(Map<String, ? extends @Nullable Object> attributes) {
        return save(attributes, SessionClient.UNKNOWN);
    }

    /**
     * Stores the session, once, and where the login came from.
     *
     * @throws SessionLimitException as for {@link SessionStore#create}
     */
    Session save(Map<String, ? extends @Nullable Object> attributes, SessionClient client);
}

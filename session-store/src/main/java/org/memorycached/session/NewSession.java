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
     * @param attributes as for {@link SessionStore#create(Map)}
     * @throws IllegalStateException if it was saved before, or its booking has expired or was deleted meanwhile
     * @throws IllegalArgumentException as for {@link SessionStore#create(Map)}
     * @throws SessionTooLargeException as for {@link SessionStore#create(Map)}
     * @throws SessionLimitException as for {@link SessionStore#create(Map)}
     * @throws SessionUnavailableException as for {@link SessionStore#create(Map)}
     */
    default Session save(Map<String, ? extends @Nullable Object> attributes) {
        return save(attributes, SessionClient.UNKNOWN);
    }

    /**
     * Stores the session, once, and where the login came from.
     *
     * @throws IllegalStateException as for {@link #save(Map)}
     * @throws IllegalArgumentException as for {@link SessionStore#create(Map)}
     * @throws SessionTooLargeException as for {@link SessionStore#create(Map)}
     * @throws SessionLimitException as for {@link SessionStore#create(Map)}
     * @throws SessionUnavailableException as for {@link SessionStore#create(Map)}
     */
    Session save(Map<String, ? extends @Nullable Object> attributes, SessionClient client);
}

package org.memorycached.session;

import java.time.Instant;

/**
 * One of a principal's sessions, as the list of them shows it.
 *
 * @param key names the session, for {@link SessionStore#delete(SessionKey)}
 * @param lastUsedAt exact to the touch interval
 */
public record PrincipalSession(SessionKey key, Instant createdAt, Instant lastUsedAt, SessionClient client) {}

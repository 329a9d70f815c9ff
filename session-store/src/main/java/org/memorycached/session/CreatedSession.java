package org.memorycached.session;

/**
 * A session that was just stored, with its id. This is the one moment at which the store hands the id out: it belongs
 * into the user's cookie and nowhere else.
 *
 * @param id the secret for the cookie
 * @param session what was stored
 */
public record CreatedSession(SessionId id, Session session) {}

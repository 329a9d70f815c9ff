package org.memorycached.session;

import java.util.List;

/**
 * A session that was just stored, with its id. This is the one moment at which the store hands the id out: it belongs
 * into the user's cookie and nowhere else.
 *
 * @param id the secret for the cookie
 * @param session what was stored
 * @param overLimit the principal's oldest sessions over the limit, oldest first: ended by now if the policy is to evict
 *     them, still there if it is to notify; empty otherwise
 */
public record CreatedSession(SessionId id, Session session, List<PrincipalSession> overLimit) {

    public CreatedSession {
        overLimit = List.copyOf(overLimit);
    }
}

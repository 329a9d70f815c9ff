/**
 * The lists of sessions: everybody's own, and for administrators anybody's. Start at {@link SessionsController}.
 *
 * <p>A list names a session by its key's fingerprint, which opens nothing; and what a form names is only looked for among
 * the sessions of the user that the list is of.
 */
@NullMarked
package org.memorycached.portal.sessions;

import org.jspecify.annotations.NullMarked;

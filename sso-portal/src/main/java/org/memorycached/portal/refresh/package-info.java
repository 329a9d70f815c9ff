/**
 * Keeps sessions to what their users are now: roles change, and people leave. Start at {@link RoleRefresh}.
 *
 * <p>Applications answer most page views, and the portal none of them; so this runs by the clock, in the portal, over
 * the sessions that it knows of: {@link KnownSessions} says which these are.
 */
@NullMarked
package org.memorycached.portal.refresh;

import org.jspecify.annotations.NullMarked;

/**
 * Keeps sessions to what their users are now: roles change, and people leave. Start at {@link RoleRefresh}.
 *
 * <p>Applications answer most page views, and the portal none of them; so this runs by the clock, in the portal, over
 * the users that it knows of: {@link SignedInUsers} says who they are, and the store which sessions they have.
 */
@NullMarked
package org.memorycached.portal.refresh;

import org.jspecify.annotations.NullMarked;

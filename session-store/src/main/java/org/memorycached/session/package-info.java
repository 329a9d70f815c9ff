/** Sessions on two tiers of memcached. Start at {@link org.memorycached.session.SessionStore}. */
@NullMarked
package org.memorycached.session;

import org.jspecify.annotations.NullMarked;

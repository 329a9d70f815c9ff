/** One memcached-protocol server, its few operations with three outcomes each, and the placement of keys over several. Part of the store's inside: applications start at {@link org.memorycached.session.SessionStore}. */
@NullMarked
package org.memorycached.session.tier;

import org.jspecify.annotations.NullMarked;

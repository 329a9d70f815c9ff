/**
 * How often somebody may try, counted on the central servers so that it holds over all nodes. Start at {@link
 * org.memorycached.session.SessionStore#attemptLimits}.
 *
 * <p>Windows are fixed, and a window's number is part of its counter's key: nothing depends on an expiry that a server
 * may forget. So at the border of two windows up to twice as many attempts are possible within one window's length.
 * Nodes should agree about the time to within a second or so.
 *
 * <p>What cannot be counted is not allowed: a central server that does not answer is an outage, as everywhere. A server
 * that comes back empty has forgotten its counts.
 */
@NullMarked
package org.memorycached.session.limits;

import org.jspecify.annotations.NullMarked;

/**
 * An application behind single sign-on. It has no users, passwords or sessions of its own: {@link
 * org.memorycached.app.security} says who may see what, and the session store knows who is asking.
 *
 * <p>Runs as often as you like, from one jar: what differs is {@code app.name} and {@code server.port}.
 */
@NullMarked
package org.memorycached.app;

import org.jspecify.annotations.NullMarked;

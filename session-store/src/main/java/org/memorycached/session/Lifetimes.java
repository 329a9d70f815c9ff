package org.memorycached.session;

import java.time.Duration;

/**
 * How long sessions last.
 *
 * @param idleTimeout since the last use; zero for ever
 * @param absoluteLifetime since the creation, however much it is used; zero for ever
 */
record Lifetimes(Duration idleTimeout, Duration absoluteLifetime) {}

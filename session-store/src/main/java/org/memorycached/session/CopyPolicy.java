package org.memorycached.session;

import java.time.Duration;

/**
 * How copies of sessions are served.
 *
 * @param lease within which time a change reaches every node
 * @param maxAge how long a copy is served at most
 * @param staleIfUnavailable how much longer than the lease copies are served when the central tier does not answer
 */
record CopyPolicy(Duration lease, Duration maxAge, Duration staleIfUnavailable) {}

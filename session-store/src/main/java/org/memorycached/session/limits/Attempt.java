package org.memorycached.session.limits;

import java.time.Duration;

/**
 * The answer to somebody who wants to try.
 *
 * @param subject who or what is limited, as it was given; never a secret
 * @param allowed whether they may try now; an attempt that is refused does not count
 * @param retryAfter when to try again, from now; zero for an attempt that is allowed
 * @param window the number of the window that the attempt counts in
 */
public record Attempt(String subject, boolean allowed, Duration retryAfter, long window) {

    static Attempt allowed(String subject, long window) {
        return new Attempt(subject, true, Duration.ZERO, window);
    }

    static Attempt refused(String subject, long window, Duration retryAfter) {
        return new Attempt(subject, false, retryAfter, window);
    }
}

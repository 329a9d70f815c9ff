package org.memorycached.session.tier;

import java.time.Clock;
import java.time.Duration;

/** A time to live as memcached wants it. */
final class Expiry {

    /** Up to 30 days memcached takes a number as seconds from now, above as a date (protocol.txt, "Expiration times"). */
    private static final long MOST_RELATIVE_SECONDS = Duration.ofDays(30).toSeconds();

    private static final int NEVER = 0;

    private Expiry() {}

    /** Seconds, rounded up; a date beyond 30 days; 0 for never, which also stands for what 32 bits cannot say. */
    static int of(Duration timeToLive, Clock clock) {
        if (timeToLive.isZero()) {
            return NEVER;
        }
        long seconds = Math.max(1, timeToLive.plusNanos(999_999_999).toSeconds());
        if (seconds <= MOST_RELATIVE_SECONDS) {
            return (int) seconds;
        }
        long date = clock.instant().getEpochSecond() + seconds;
        return date > Integer.MAX_VALUE ? NEVER : (int) date;
    }
}

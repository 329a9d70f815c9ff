package org.memorycached.portal.sessions;

import java.time.Duration;
import java.time.Instant;

/** How long something is ago: true in every reader's time zone, which a page without scripts does not know. */
final class TimeAgo {

    private TimeAgo() {}

    /** Rounded down. What other hosts' clocks put into the future is now. */
    static String of(Instant then, Instant now) {
        Duration ago = Duration.between(then, now);
        if (ago.compareTo(Duration.ofMinutes(1)) < 0) {
            return "just now";
        }
        if (ago.compareTo(Duration.ofHours(1)) < 0) {
            return words(ago.toMinutes(), "minute");
        }
        return ago.compareTo(Duration.ofDays(1)) < 0 ? words(ago.toHours(), "hour") : words(ago.toDays(), "day");
    }

    private static String words(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s") + " ago";
    }
}

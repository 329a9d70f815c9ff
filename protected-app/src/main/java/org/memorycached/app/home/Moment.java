package org.memorycached.app.home;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A point in time, for people: the server does not know the reader's time zone, so it says how far away it is.
 *
 * @param at the point in time
 * @param now where it is looked at from
 */
// Its methods are public for the template, which may call no others.
record Moment(Instant at, Instant now) {

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    /** For the {@code datetime} of HTML's {@code <time>}. */
    public String iso() {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Such as "22 Nov 2026, 14:03:11 UTC". */
    public String utc() {
        return UTC.format(at);
    }

    /** Such as "5 minutes ago", "in 30 minutes", "just now". */
    public String words() {
        long seconds = Math.round(Duration.between(at, now).toMillis() / 1_000.0);
        if (seconds == 0) {
            return "just now";
        }
        String distance = distance(Math.abs(seconds));
        return seconds > 0 ? distance + " ago" : "in " + distance;
    }

    private static String distance(long seconds) {
        if (seconds < 2 * MINUTE) {
            return count(seconds, "second");
        }
        if (seconds < 2 * HOUR) {
            return count(Math.round((double) seconds / MINUTE), "minute");
        }
        return seconds < 2 * DAY
                ? count(Math.round((double) seconds / HOUR), "hour")
                : count(Math.round((double) seconds / DAY), "day");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /** A short time, such as "412 ms" or "12.3 s". */
    static String brief(Duration time) {
        long millis = time.toMillis();
        return millis < 1_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
}

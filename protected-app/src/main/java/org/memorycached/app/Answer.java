package org.memorycached.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.memorycached.session.SessionOrigin;
import org.memorycached.session.security.SsoPrincipal;

/**
 * How this request learned who is asking.
 *
 * @param level {@code heap}, {@code local} or {@code central}
 * @param micros how long the session store took, in microseconds
 * @param copyAge how long ago the session left the central tier; zero when that tier has just answered
 * @param stamp what the copy was judged by: the positions in the feeds of the session's servers; empty when there is no
 *     copy
 */
public record Answer(String level, long micros, Duration copyAge, String stamp) {

    public static Answer of(SsoPrincipal user, Instant now) {
        SessionOrigin origin = user.session().origin();
        return switch (origin.level()) {
            case HEAP -> ofCopy("heap", user, now);
            case LOCAL -> ofCopy("local", user, now);
            case CENTRAL -> new Answer("central", micros(user), Duration.ZERO, "");
        };
    }

    private static Answer ofCopy(String level, SsoPrincipal user, Instant now) {
        SessionOrigin origin = user.session().origin();
        return new Answer(level, micros(user), age(origin, now), Objects.toString(origin.stamp(), ""));
    }

    /** Whether a copy answered, so that the central tier was not asked. */
    public boolean isCopy() {
        return !level.equals("central");
    }

    private static long micros(SsoPrincipal user) {
        return user.answeredIn().toNanos() / 1_000;
    }

    /** A clock that was set back must not make a copy younger than new. */
    private static Duration age(SessionOrigin origin, Instant now) {
        Duration age = Duration.between(origin.readAt(), now);
        return age.isNegative() ? Duration.ZERO : Duration.ofMillis(age.toMillis());
    }
}

package org.memorycached.app;

import java.time.Duration;
import java.time.Instant;
import org.memorycached.session.SessionOrigin;
import org.memorycached.session.security.SsoPrincipal;

/**
 * How this request learned who is asking.
 *
 * @param tier {@code local} or {@code central}
 * @param micros how long the session store took, in microseconds
 * @param copyAge how long ago the session left the central tier; zero when that tier has just answered
 */
public record Answer(String tier, long micros, Duration copyAge) {

    public static Answer of(SsoPrincipal user, Instant now) {
        SessionOrigin origin = user.session().origin();
        return switch (origin.level()) {
            // A copy in this process is served under the same rule: to a visitor it is the local tier too.
            case HEAP, LOCAL -> new Answer("local", micros(user), age(origin, now));
            case CENTRAL -> new Answer("central", micros(user), Duration.ZERO);
        };
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

package org.memorycached.session.limits;

import java.time.Clock;
import java.time.Duration;
import org.memorycached.session.tier.Tier;

/**
 * Makes limits and marks that are kept on the central servers, for an application that has a session store: {@link
 * org.memorycached.session.SessionStore#attemptLimits}. Safe for use by many threads.
 */
public final class AttemptLimits {

    private final Tier central;
    private final Clock clock;

    /**
     * On servers of one's own.
     *
     * @param central the central servers; whoever connected to them closes them
     * @param clock the clock that windows and pauses are judged by
     */
    public AttemptLimits(Tier central, Clock clock) {
        this.central = central;
        this.clock = clock;
    }

    /**
     * A limit.
     *
     * @param name sets its counts apart from those of other limits; 1 to 40 lower-case letters and hyphens
     * @throws IllegalArgumentException if the name is none
     */
    public AttemptLimit limit(String name, AttemptRule rule) {
        return new AttemptLimit(new FirstThatAnswers(central), clock, checked(name), rule);
    }

    /**
     * Marks.
     *
     * @param name sets them apart from other marks; 1 to 40 lower-case letters and hyphens
     * @param kept how long a mark is kept; zero for ever
     * @throws IllegalArgumentException if the name is none
     */
    public Marks marks(String name, Duration kept) {
        return new Marks(new FirstThatAnswers(central), checked(name), kept);
    }

    private static String checked(String name) {
        if (!name.matches("[a-z-]{1,40}")) {
            throw new IllegalArgumentException(
                    "'" + name + "' is part of keys: use 1 to 40 lower-case letters and hyphens");
        }
        return name;
    }
}

package org.memorycached.e2e.benchmark.library;

import org.memorycached.session.Session;
import org.memorycached.session.SessionOrigin.Level;

/** Counts which level answered, so that no figure is one of another level. For one thread. */
final class Answers {

    private static final double MOST_OTHERS = 0.02;

    private final Level level;
    private long all;
    private long others;

    /** @param level the one that should answer */
    Answers(Level level) {
        this.level = level;
    }

    Session counted(Session session) {
        all++;
        if (session.origin().level() != level) {
            others++;
        }
        return session;
    }

    /** Copies grow old and are renewed, so that a few answers come from elsewhere. */
    void check() {
        if (others > all * MOST_OTHERS) {
            throw new IllegalStateException(
                    others + " of " + all + " answers did not come from the level " + level + ": no figure of it");
        }
    }
}

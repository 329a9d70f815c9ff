package org.memorycached.e2e.drill;

/** The answers that must not be. */
enum Wrong {
    LIVE_REFUSED("a live session refused"),
    DEAD_ACCEPTED("a dead session accepted"),
    LOST_UPDATE("an acknowledged update lost"),
    NOT_LISTED("a live session missing from its user's list"),
    OUTAGE_IN_FIRST_SECOND("an outage answer in the first second of a fault"),
    OUTAGE_LATER("an outage answer later, with enough servers alive"),
    NOT_WHOLE("a server not whole again in time"),
    MISTAKE("an error of another kind");

    private final String words;

    Wrong(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}

package org.memorycached.e2e.drill;

/** In what state the servers were when a request began. */
enum Phase {
    HEALTHY("all servers alive"),
    LOCAL("a local server away"),
    FIRST_SECOND("first second of a central fault"),
    DEAD("a central server dead"),
    FROZEN("a central server frozen"),
    RETURNING("a central server back, not whole yet");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}

package org.memorycached.e2e.drill;

import org.memorycached.session.SessionStore;

/** A process of an application, as far as sessions are concerned: a store with a local tier of its own. */
record Node(String name, SessionStore store) {

    @Override
    public String toString() {
        return name;
    }
}

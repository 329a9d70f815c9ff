package org.memorycached.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.memorycached.session.SessionOrigin.Level;

/** Remembers what the store told. */
final class RecordingObserver implements SessionStoreObserver {

    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void found(Level level) {
        events.add("found " + level);
    }

    @Override
    public void missed() {
        events.add("missed");
    }

    @Override
    public void unavailable(Level level) {
        events.add("unavailable " + level);
    }

    @Override
    public void corrupt(Level level) {
        events.add("corrupt " + level);
    }
}

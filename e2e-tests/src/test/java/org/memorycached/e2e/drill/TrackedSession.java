package org.memorycached.e2e.drill;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionKey;

/**
 * What is known of one session: what was acknowledged, and what may or may not have happened. Thread-safe; but requests
 * that change it are not judged while others run.
 */
final class TrackedSession {

    /** Within which time a change counts everywhere. */
    static final Duration T = Duration.ofSeconds(1);

    private static final int MOST_EVENTS = 60;
    private static final long NEVER = Long.MAX_VALUE;

    private final SessionId id;
    private final SessionKey key;
    private final long startedAt;

    /** For each update when it was acknowledged, or first seen; never, if it may or may not have happened. */
    private final Map<String, Long> updates = new LinkedHashMap<>();

    private final Deque<String> events = new ArrayDeque<>();
    private boolean logoutBegan;
    private long endedAt = NEVER;

    TrackedSession(SessionId id, SessionKey key, long startedAt) {
        this.id = id;
        this.key = key;
        this.startedAt = startedAt;
    }

    SessionId id() {
        return id;
    }

    SessionKey key() {
        return key;
    }

    synchronized void note(String event) {
        events.add(String.format("%9.3f s  %s", (System.nanoTime() - startedAt) / 1e9, event));
        if (events.size() > MOST_EVENTS) {
            events.remove();
        }
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    synchronized int updateCount() {
        return updates.size();
    }

    synchronized void updateBegins(String token) {
        updates.put(token, NEVER);
    }

    synchronized void updateAcknowledged(String token) {
        updates.merge(token, System.nanoTime(), Math::min);
    }

    /** What a read has seen has happened. */
    synchronized void seen(Collection<String> tokens) {
        tokens.forEach(this::updateAcknowledged);
    }

    /** The updates that a read that begins then must show, and does not. */
    synchronized List<String> lost(long readBeganAt, Collection<String> shown) {
        List<String> lost = new ArrayList<>();
        updates.forEach((token, at) -> {
            if (hasTakenEffect(at, readBeganAt) && !shown.contains(token)) {
                lost.add(token);
            }
        });
        return lost;
    }

    synchronized void logoutBegins() {
        logoutBegan = true;
    }

    /** A logout was acknowledged, or a read after its beginning has not found the session any more. */
    synchronized void ended() {
        endedAt = Math.min(endedAt, System.nanoTime());
    }

    synchronized boolean isEnded() {
        return endedAt != NEVER;
    }

    synchronized boolean mustBeLive() {
        return !logoutBegan;
    }

    synchronized boolean mustBeDead(long readBeganAt) {
        return hasTakenEffect(endedAt, readBeganAt);
    }

    private static boolean hasTakenEffect(long at, long readBeganAt) {
        return at != NEVER && readBeganAt - at > T.toNanos();
    }
}

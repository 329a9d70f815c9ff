package org.memorycached.session;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The store on two tiers: what it promises is kept by its three collaborators. */
final class TieredSessionStore implements SessionStore {

    private final SessionReads reads;
    private final SessionCreations creations;
    private final SessionChanges changes;
    private final Touches touches;
    private final Runnable closing;

    TieredSessionStore(
            SessionReads reads, SessionCreations creations, SessionChanges changes, Touches touches, Runnable closing) {
        this.reads = reads;
        this.creations = creations;
        this.changes = changes;
        this.touches = touches;
        this.closing = closing;
    }

    @Override
    public CreatedSession create(Map<String, ? extends @Nullable Object> attributes) {
        return creations.create(attributes);
    }

    @Override
    public NewSession open() {
        return creations.open();
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return reads.find(SessionKey.of(id));
    }

    @Override
    public Optional<Session> findByPrincipal(String principal) {
        return reads.findByPrincipal(principal);
    }

    @Override
    public Optional<Session> update(SessionId id, Consumer<Map<String, @Nullable Object>> change) {
        return changes.update(SessionKey.of(id), change);
    }

    @Override
    public boolean delete(SessionId id) {
        return changes.delete(SessionKey.of(id));
    }

    @Override
    public void touch(Session session) {
        touches.touch(session);
    }

    @Override
    public void close() {
        touches.close();
        closing.run();
    }
}

package org.memorycached.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.limits.AttemptLimits;

/** The store on two tiers: what it promises is kept by its collaborators. */
final class TieredSessionStore implements SessionStore {

    private final SessionReads reads;
    private final SessionCreations creations;
    private final SessionChanges changes;
    private final PrincipalSessions principals;
    private final Touches touches;
    private final StoreServers servers;
    private final AttemptLimits attemptLimits;
    private final Naming naming;
    private final Runnable closing;

    TieredSessionStore(
            SessionReads reads,
            SessionCreations creations,
            SessionChanges changes,
            PrincipalSessions principals,
            Touches touches,
            StoreServers servers,
            AttemptLimits attemptLimits,
            Naming naming,
            Runnable closing) {
        this.reads = reads;
        this.creations = creations;
        this.changes = changes;
        this.principals = principals;
        this.touches = touches;
        this.servers = servers;
        this.attemptLimits = attemptLimits;
        this.naming = naming;
        this.closing = closing;
    }

    @Override
    public CreatedSession create(Map<String, ? extends @Nullable Object> attributes, SessionClient client) {
        return creations.create(attributes, client);
    }

    @Override
    public NewSession open() {
        return creations.open();
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return reads.find(id);
    }

    @Override
    public Optional<Session> findByPrincipal(String principal) {
        return reads.findByPrincipal(principal);
    }

    @Override
    public Optional<Session> update(SessionId id, Consumer<Map<String, @Nullable Object>> change) {
        return changes.update(naming.keyOf(id), change);
    }

    @Override
    public Optional<Session> update(SessionKey key, Consumer<Map<String, @Nullable Object>> change) {
        return changes.update(key, change);
    }

    @Override
    public SessionKey keyOf(SessionId id) {
        return naming.keyOf(id);
    }

    @Override
    public boolean delete(SessionId id) {
        reads.forget(id);
        return changes.delete(naming.keyOf(id));
    }

    @Override
    public boolean delete(SessionKey key) {
        return changes.delete(key);
    }

    @Override
    public List<PrincipalSession> sessionsOf(String principal) {
        reads.requirePrincipal();
        return principals.list(principal);
    }

    @Override
    public int deleteAllOf(String principal) {
        return changes.deleteAll(
                sessionsOf(principal).stream().map(PrincipalSession::key).toList());
    }

    @Override
    public int deleteOthersOf(Session session) {
        reads.requirePrincipal();
        return session.principal()
                .map(name -> changes.deleteAll(principals.list(name).stream()
                        .map(PrincipalSession::key)
                        .filter(key -> !key.equals(session.key()))
                        .toList()))
                .orElse(0);
    }

    @Override
    public void touch(Session session) {
        touches.touch(session);
    }

    @Override
    public StoreStatus status() {
        return servers.status();
    }

    @Override
    public AttemptLimits attemptLimits() {
        return attemptLimits;
    }

    @Override
    public void close() {
        touches.close();
        closing.run();
    }
}

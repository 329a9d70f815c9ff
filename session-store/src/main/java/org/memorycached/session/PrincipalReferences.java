package org.memorycached.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.memorycached.session.replication.Answer;
import org.memorycached.session.replication.Answers;
import org.memorycached.session.replication.ReplicatedTier;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Value;
import org.memorycached.session.tier.VersionedValue;

/** The reverse references in the central tier: from a principal to the key of the newest session. */
final class PrincipalReferences {

    private final ReplicatedTier central;
    private final Naming naming;

    PrincipalReferences(ReplicatedTier central, Naming naming) {
        this.central = central;
        this.naming = naming;
    }

    /** The newest login wins, as in the original. */
    Reply<Boolean> sendPoint(String principal, SessionKey target, Duration timeToLive) {
        String key = naming.reference(principal);
        Value value = Value.of(target.name().getBytes(StandardCharsets.US_ASCII));
        Answers<Boolean> answers = central.send(key, server -> server.sendSet(key, value, timeToLive));
        return () -> !answers.confirmed().isEmpty();
    }

    /** Where the references of a principal point to: to one session, unless a server was away. */
    List<SessionKey> lookUp(String principal) {
        String key = naming.reference(principal);
        List<Answer<Optional<VersionedValue>>> answers =
                central.send(key, server -> server.sendGet(key)).all();
        List<SessionKey> targets = answers.stream()
                .map(Answer::value)
                .flatMap(value -> value == null ? Optional.<VersionedValue>empty().stream() : value.stream())
                .map(this::target)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (targets.isEmpty()) {
            central.requireThatAMissIsCertain(answers);
        }
        return targets;
    }

    /** Keeps memcached from evicting a reference; waits for nothing. */
    void touch(String principal, Duration timeToLive) {
        String key = naming.reference(principal);
        Answers<Boolean> ignored = central.send(key, server -> server.sendTouch(key, timeToLive));
    }

    /** Removes the reference where it still points to this session: that of a newer login stays. */
    void removeIfPointingTo(String principal, SessionKey target) {
        String key = naming.reference(principal);
        for (int place : central.placesOf(key)) {
            CacheServer server = central.server(place);
            server.get(key)
                    .filter(reference ->
                            target(reference).filter(target::equals).isPresent())
                    .ifPresent(reference -> server.delete(key, reference.version()));
        }
    }

    private Optional<SessionKey> target(VersionedValue reference) {
        return naming.keyNamed(new String(reference.bytes(), StandardCharsets.US_ASCII));
    }
}

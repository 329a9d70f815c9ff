package org.memorycached.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Tier;
import org.memorycached.session.tier.VersionedValue;

/** The reverse references in the central tier: from a principal to the key of the newest session. */
final class PrincipalReferences {

    private final Tier central;

    PrincipalReferences(Tier central) {
        this.central = central;
    }

    /** The newest login wins, as in the original. */
    void point(String principal, SessionKey target, Duration timeToLive) {
        String key = WireKeys.reference(principal);
        central.serverOf(key).set(key, target.value().getBytes(StandardCharsets.US_ASCII), timeToLive);
    }

    Optional<SessionKey> lookUp(String principal) {
        String key = WireKeys.reference(principal);
        return central.serverOf(key).get(key).flatMap(PrincipalReferences::target);
    }

    /** Removes the reference if it still points to this session: that of a newer login stays. */
    void removeIfPointingTo(String principal, SessionKey target) {
        String key = WireKeys.reference(principal);
        CacheServer server = central.serverOf(key);
        server.get(key)
                .filter(reference -> target(reference).filter(target::equals).isPresent())
                .ifPresent(reference -> server.delete(key, reference.version()));
    }

    private static Optional<SessionKey> target(VersionedValue reference) {
        String text = new String(reference.bytes(), StandardCharsets.US_ASCII);
        return SessionKey.isWellFormed(text) ? Optional.of(new SessionKey(text)) : Optional.empty();
    }
}

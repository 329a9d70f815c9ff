package org.memorycached.session.limits;

import java.time.Duration;
import org.apache.commons.codec.digest.DigestUtils;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Value;

/**
 * Remembers that something was seen, such as a device that its user has signed in with, for all nodes.
 *
 * <p>A mark may be lost with its server, so nothing must depend on one but a favour. Both methods throw a {@link
 * org.memorycached.session.TierUnavailableException} if the server does not answer. Safe for use by many threads.
 */
public final class Marks {

    private static final Value SET = Value.of(new byte[] {'1'});

    private final FirstThatAnswers central;
    private final String name;
    private final Duration kept;

    Marks(FirstThatAnswers central, String name, Duration kept) {
        this.central = central;
        this.name = name;
        this.kept = kept;
    }

    /** Marks a subject, from now on for as long as marks of this name are kept. */
    public void set(String subject) {
        new Settlement().mark(this, subject).await();
    }

    Reply<?> sendSet(String subject) {
        String key = key(subject);
        return central.send(key, server -> server.sendSet(key, SET, kept));
    }

    /** Whether a subject is marked. */
    public boolean isSet(String subject) {
        String key = key(subject);
        return central.ask(key, server -> server.get(key)).isPresent();
    }

    private String key(String subject) {
        return "mark:" + name + ":" + DigestUtils.sha256Hex(subject);
    }
}

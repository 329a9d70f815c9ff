package org.memorycached.session.limits;

import java.util.ArrayList;
import java.util.List;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.Reply;

/**
 * What becomes of the counts of one attempt once its outcome is known. Everything is sent at once, so that all of it
 * takes one way to the servers and back; {@link #await} waits for that. For use by one thread.
 */
public final class Settlement {

    private final List<Reply<?>> sent = new ArrayList<>();

    /** An attempt that was allowed shall not count after all. */
    public Settlement takeBack(AttemptLimit limit, Attempt attempt) {
        sent.addAll(limit.sendTakeBack(attempt));
        return this;
    }

    /** All attempts of this attempt's subject in its window are forgotten. */
    public Settlement forget(AttemptLimit limit, Attempt attempt) {
        sent.addAll(limit.sendForget(attempt));
        return this;
    }

    /** A subject is marked, from now on for as long as marks of this name are kept. */
    public Settlement mark(Marks marks, String subject) {
        sent.add(marks.sendSet(subject));
        return this;
    }

    /**
     * Waits until all of it is done.
     *
     * @throws TierUnavailableException if a part of it could not be, on any server; then nobody waits for the others
     */
    public void await() {
        for (Reply<?> reply : sent) {
            Object ignored = reply.await();
        }
    }
}

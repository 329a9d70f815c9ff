package org.memorycached.portal.attempts;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.memorycached.session.limits.Attempt;
import org.memorycached.session.limits.AttemptLimit;
import org.memorycached.session.limits.Settlement;

/** One sign-in, and where it has been counted so far. Belongs to one request. */
final class CountedAttempt {

    private record Count(AttemptLimit limit, Attempt attempt) {}

    private final String name;
    private final Optional<String> device;
    private final Deque<Count> counts = new ArrayDeque<>();
    private Optional<Count> ownCount = Optional.empty();

    /** @param device the browser's number, if it is known as this user's */
    CountedAttempt(String name, Optional<String> device) {
        this.name = name;
        this.device = device;
    }

    Optional<String> device() {
        return device;
    }

    String name() {
        return name;
    }

    /** Counts, unless the limit refuses. */
    Attempt count(AttemptLimit limit, String subject) {
        return add(limit, limit.begin(subject));
    }

    /** An attempt that has been counted, unless the limit refused. */
    Attempt add(AttemptLimit limit, Attempt attempt) {
        if (attempt.allowed()) {
            counts.push(new Count(limit, attempt));
        }
        return attempt;
    }

    /** Like {@link #count}, for the count that success clears. */
    Attempt countAsOwn(AttemptLimit limit, String subject) {
        return addAsOwn(limit, limit.begin(subject));
    }

    /** An attempt that has been counted for the count that success clears. */
    Attempt addAsOwn(AttemptLimit limit, Attempt attempt) {
        if (attempt.allowed()) {
            ownCount = Optional.of(new Count(limit, attempt));
        }
        return attempt;
    }

    /** Another limit is to have the count that success clears. */
    void takeBackOwn() {
        Settlement settlement = new Settlement();
        takeBackOwn(settlement);
        settlement.await();
    }

    /** The attempt was not made, or cannot be judged: it counts for nothing. */
    void takeBack() {
        Settlement settlement = new Settlement();
        takeBackOwn(settlement);
        takeBackShared(settlement);
        settlement.await();
    }

    /** The password was right. What others are counted in too keeps their failures. */
    void succeed(Settlement settlement) {
        ownCount.ifPresent(count -> settlement.forget(count.limit(), count.attempt()));
        takeBackShared(settlement);
    }

    private void takeBackOwn(Settlement settlement) {
        ownCount.ifPresent(count -> settlement.takeBack(count.limit(), count.attempt()));
        ownCount = Optional.empty();
    }

    private void takeBackShared(Settlement settlement) {
        counts.forEach(count -> settlement.takeBack(count.limit(), count.attempt()));
    }
}

package org.memorycached.session.replication;

import java.util.ArrayList;
import java.util.List;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.WriteOutcomeUnknownException;
import org.memorycached.session.tier.Reply;

/** The answers of all servers that have a key, to an operation that was sent to them at once. Used by one thread. */
public final class Answers<T> {

    private record Pending<T>(int place, Reply<T> reply) {

        Answer<T> await() {
            try {
                return new Answer<>(place, reply.await(), null);
            } catch (TierUnavailableException e) {
                return new Answer<>(place, null, e);
            }
        }
    }

    private final Standings standings;
    private final List<Pending<T>> pending = new ArrayList<>();

    Answers(Standings standings) {
        this.standings = standings;
    }

    void add(int place, Reply<T> reply) {
        pending.add(new Pending<>(place, reply));
    }

    /** Waits for every server, outages included, in the order of the key's servers. */
    public List<Answer<T>> all() {
        return pending.stream().map(Pending::await).toList();
    }

    /**
     * Waits for a write, which counts when every server that can be reached has taken it; those that cannot are noted as
     * having missed it, before anybody relies on the write.
     *
     * @return the answers that were given, at least one
     * @throws TierUnavailableException if no server answered
     * @throws WriteOutcomeUnknownException if the write may have been done and nobody can say so
     */
    public List<Answer<T>> confirmed() {
        List<Answer<T>> answers = all();
        List<Answer<T>> given = answers.stream().filter(Answer::isGiven).toList();
        List<TierUnavailableException> outages = new ArrayList<>();
        for (Answer<T> answer : answers) {
            if (answer.outage() != null) {
                outages.add(answer.outage());
            }
        }
        if (given.isEmpty()) {
            throw worst(outages);
        }
        if (!outages.isEmpty()) {
            standings.noteMissed(places(answers, false), places(answers, true));
        }
        return given;
    }

    private static <T> List<Integer> places(List<Answer<T>> answers, boolean given) {
        return answers.stream()
                .filter(answer -> answer.isGiven() == given)
                .map(Answer::place)
                .toList();
    }

    /** If one of the servers may have done it, that is what has to be told. */
    private static TierUnavailableException worst(List<TierUnavailableException> outages) {
        TierUnavailableException worst = outages.stream()
                .filter(WriteOutcomeUnknownException.class::isInstance)
                .findFirst()
                .orElse(outages.get(0));
        outages.stream().filter(outage -> outage != worst).forEach(worst::addSuppressed);
        return worst;
    }
}

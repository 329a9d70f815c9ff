package org.memorycached.session.replication;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.Tier;

/** The central tier, with each key on several of its servers. Thread-safe. */
public final class ReplicatedTier {

    private final Tier tier;
    private final int copies;
    private final Standings standings;

    /** @param copies on how many servers each key is, at most all */
    public ReplicatedTier(Tier tier, int copies, Standings standings) {
        this.tier = tier;
        this.copies = copies;
        this.standings = standings;
    }

    /** Whether a key is on more than one server. */
    public boolean isReplicated() {
        return copies > 1;
    }

    /** How far each of the servers can be trusted. */
    public Standings standings() {
        return standings;
    }

    /** The places of all servers that have this key, the first to be asked first. */
    public int[] placesOf(String key) {
        return tier.placesOf(key, copies);
    }

    /** The server at a place, as {@link #placesOf} tells it. */
    public CacheServer server(int place) {
        return tier.servers().get(place);
    }

    /** Sends an operation to every server that has this key, and waits for none of them. */
    public <T> Answers<T> send(String key, Function<CacheServer, Reply<T>> operation) {
        return send(IntStream.of(placesOf(key)).boxed().toList(), place -> operation.apply(server(place)));
    }

    /** Sends an operation to these servers, and waits for none of them. */
    public <T> Answers<T> send(List<Integer> places, Function<Integer, Reply<T>> operation) {
        Answers<T> answers = new Answers<>(standings);
        places.forEach(place -> answers.add(place, operation.apply(place)));
        return answers;
    }

    /**
     * What none of these answers has does not exist, if all of them were given, or one by a server that would have it.
     *
     * @throws TierUnavailableException if that is not so
     */
    public <T> void requireThatAMissIsCertain(List<Answer<T>> answers) {
        requireOneOf(answers, standings::hasAll);
    }

    /**
     * The newest of these answers is the newest there is, if one was given by a server that missed no writes, or all were
     * given. But where one server missed writes and another has lost what it had, nobody may have them any more.
     *
     * @throws TierUnavailableException if that is not so
     */
    public <T> void requireThatTheNewestIsCertain(List<Answer<T>> answers) {
        boolean missed = answers.stream().anyMatch(answer -> !standings.isTrusted(answer.place()));
        boolean lost = answers.stream()
                .anyMatch(answer ->
                        standings.isTrusted(answer.place()) && standings.mayHaveLostSomething(answer.place()));
        if (missed && lost && answers.stream().noneMatch(answer -> standings.isComplete(answer.place()))) {
            throw new TierUnavailableException("One server missed writes, and another may have lost them");
        }
        requireOneOf(answers, place -> true);
    }

    /** What a server missed is on those that noted it: it matters here only if one of these does not answer. */
    private <T> void requireOneOf(List<Answer<T>> answers, IntPredicate standing) {
        TierUnavailableException outage = null;
        for (Answer<T> answer : answers) {
            outage = answer.outage() != null ? answer.outage() : outage;
        }
        if (outage != null && answers.stream().noneMatch(answer -> isSound(answer, answers, standing))) {
            throw outage;
        }
    }

    private <T> boolean isSound(Answer<T> answer, List<Answer<T>> all, IntPredicate standing) {
        return answer.isGiven()
                && standing.test(answer.place())
                && all.stream()
                        .filter(other -> !other.isGiven())
                        .noneMatch(away -> standings.hasMissed(answer.place(), away.place()));
    }
}

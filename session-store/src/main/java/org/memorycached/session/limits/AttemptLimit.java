package org.memorycached.session.limits;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.Reply;
import org.memorycached.session.tier.VersionedValue;

/**
 * Limits how often each subject may try, over all nodes together.
 *
 * <p>An attempt is counted before it is made, so that any number of them at once get no further than one after the
 * other. During a pause nothing is counted: impatience costs nobody their next attempt. Of several that wait for the
 * end of a pause one goes on. No thread is made to wait: the answer says when to come back. Under a rule without pauses an
 * attempt too many is counted and taken back: of several at once that makes one too many refused rather than allowed.
 *
 * <p>Every method but {@link #prepare} throws a {@link org.memorycached.session.TierUnavailableException} if no central
 * server answers; the attempt must not be made then. Safe for use by many threads.
 */
public final class AttemptLimit {

    /** memcached counts time in whole seconds: what it is to keep for one second may be gone at once. */
    private static final Duration MEMCACHED_TICK = Duration.ofSeconds(1);

    private final Counters counters;
    private final FirstThatAnswers central;
    private final Clock clock;
    private final String name;
    private final AttemptRule rule;

    AttemptLimit(FirstThatAnswers central, Clock clock, String name, AttemptRule rule) {
        this.counters = new Counters(central);
        this.central = central;
        this.clock = clock;
        this.name = name;
        this.rule = rule;
    }

    /** Counts one attempt, and says whether it may be made. */
    public Attempt begin(String subject) {
        return prepare(subject).count().get();
    }

    /** The same in two steps, for whoever has more to ask the servers meanwhile. Asks for the pause, and never throws. */
    public PendingAttempt prepare(String subject) {
        Instant now = clock.instant();
        long window = windowOf(now);
        Reply<Duration> pause = rule.hasPauses() ? sendPauseLeft(subject, window, now) : () -> Duration.ZERO;
        return () -> {
            Duration left = pause.await();
            return left.isZero() ? sendCount(subject, window, now) : () -> Attempt.refused(subject, window, left);
        };
    }

    private Supplier<Attempt> sendCount(String subject, long window, Instant now) {
        Reply<Long> number = counters.sendIncrement(counter(subject, window), kept());
        return () -> judged(subject, window, now, number.await());
    }

    private Attempt judged(String subject, long window, Instant now, long number) {
        if (number > rule.most()) {
            return refusedUncounted(subject, window, untilEndOf(window, now));
        }
        return rule.pauseAfter(number).isZero()
                ? Attempt.allowed(subject, window)
                : withPause(subject, window, now, rule.pauseAfter(number));
    }

    /** How many attempts were counted for a subject in this window. */
    public long made(String subject) {
        return counters.read(counter(subject, windowOf(clock.instant())));
    }

    /** An attempt that was allowed shall not count after all. */
    public void takeBack(Attempt attempt) {
        new Settlement().takeBack(this, attempt).await();
    }

    List<Reply<?>> sendTakeBack(Attempt attempt) {
        Reply<?> counted = counters.sendDecrement(counter(attempt.subject(), attempt.window()));
        return rule.hasPauses() ? List.of(counted, sendEndOfPause(attempt)) : List.of(counted);
    }

    /** Forgets all attempts of a subject in this attempt's window. */
    public void forget(Attempt attempt) {
        new Settlement().forget(this, attempt).await();
    }

    List<Reply<?>> sendForget(Attempt attempt) {
        String counter = counter(attempt.subject(), attempt.window());
        Reply<?> forgotten = central.send(counter, server -> server.sendDelete(counter));
        return rule.hasPauses() ? List.of(forgotten, sendEndOfPause(attempt)) : List.of(forgotten);
    }

    private Reply<?> sendEndOfPause(Attempt attempt) {
        String pause = pause(attempt.subject(), attempt.window());
        return central.send(pause, server -> server.sendDelete(pause));
    }

    private Reply<Duration> sendPauseLeft(String subject, long window, Instant now) {
        String key = pause(subject, window);
        Reply<Optional<VersionedValue>> end = central.send(key, server -> server.sendGet(key));
        return () -> end.await()
                .map(value -> left(value, now))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }

    /** Starts the pause that follows this attempt. Whoever is not first at that has to sit it out. */
    private Attempt withPause(String subject, long window, Instant now, Duration pause) {
        Duration untilEnd = untilEndOf(window, now);
        Duration length = pause.compareTo(untilEnd) < 0 ? pause : untilEnd;
        if (startPause(pause(subject, window), now, length)) {
            return Attempt.allowed(subject, window);
        }
        return refusedUncounted(subject, window, length);
    }

    private Attempt refusedUncounted(String subject, long window, Duration retryAfter) {
        counters.sendDecrement(counter(subject, window)).await();
        return Attempt.refused(subject, window, retryAfter);
    }

    /** The end of the pause is part of the value, because memcached's own expiry is rounded to seconds. */
    private boolean startPause(String key, Instant now, Duration length) {
        return central.ask(key, server -> startPause(server, key, now, length));
    }

    private static boolean startPause(CacheServer server, String key, Instant now, Duration length) {
        byte[] end = Long.toString(now.plus(length).toEpochMilli()).getBytes(StandardCharsets.US_ASCII);
        Duration kept = length.plus(MEMCACHED_TICK);
        Optional<VersionedValue> old = server.get(key);
        if (old.isEmpty()) {
            return server.add(key, end, kept);
        }
        return left(old.get(), now).compareTo(Duration.ZERO) <= 0
                && server.swap(key, old.get().version(), end, kept) == CacheServer.Swap.STORED;
    }

    private static Duration left(VersionedValue end, Instant now) {
        return Duration.between(now, Instant.ofEpochMilli(Counters.number(end.bytes())));
    }

    private long windowOf(Instant now) {
        return now.getEpochSecond() / rule.window().toSeconds();
    }

    private Duration untilEndOf(long window, Instant now) {
        return Duration.between(
                now, Instant.ofEpochSecond((window + 1) * rule.window().toSeconds()));
    }

    /** Longer than the window, for nodes whose clocks are late. */
    private Duration kept() {
        return rule.window().plusMinutes(1);
    }

    private String counter(String subject, long window) {
        return key("count", subject, window);
    }

    private String pause(String subject, long window) {
        return key("pause", subject, window);
    }

    /** A subject is what somebody typed: only its hash is fit for a key. */
    private String key(String what, String subject, long window) {
        return "limit:" + name + ":" + what + ":" + rule.window().toSeconds() + ":" + window + ":"
                + DigestUtils.sha256Hex(subject);
    }
}

package org.memorycached.session.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.memorycached.session.MutableClock;
import org.memorycached.session.tier.Tier;

/** What a limit promises, whatever the servers are. Every test has a subject of its own. */
abstract class AttemptLimitContract {

    private static final Duration WINDOW = Duration.ofMinutes(15);

    /** 3 at any pace, then pauses of 1, 2, 4, 4, ... seconds, 8 in all. */
    private static final AttemptRule RULE = new AttemptRule(WINDOW, 3, 8, Duration.ofSeconds(1), Duration.ofSeconds(4));

    final MutableClock clock = new MutableClock(); // at the beginning of a window
    private final String subject = "subject " + System.nanoTime();

    /** Two nodes see the same servers. */
    abstract Tier tier();

    private AttemptLimit limit() {
        return limit(RULE);
    }

    private AttemptLimit limit(AttemptRule rule) {
        return new AttemptLimits(tier(), clock).limit("test", rule);
    }

    @Test
    void theFirstAttemptsAreFreeAndThenPausesGrow() {
        AttemptLimit limit = limit();
        assertThat(Stream.generate(() -> limit.begin(subject).allowed()).limit(3))
                .containsExactly(true, true, true);

        for (int seconds : new int[] {1, 2, 4, 4}) {
            Attempt early = limit.begin(subject);
            assertThat(early.allowed()).isFalse();
            assertThat(early.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
            clock.advance(Duration.ofMillis(seconds * 1000L - 1));
            assertThat(limit.begin(subject).allowed()).isFalse();
            clock.advance(Duration.ofMillis(1));
            assertThat(limit.begin(subject).allowed()).isTrue();
        }
    }

    @Test
    void impatienceIsNotCounted() {
        AttemptLimit limit = limit();
        for (int i = 0; i < 100; i++) {
            limit.begin(subject);
        }
        assertThat(limit.made(subject)).isEqualTo(3);
        clock.advance(Duration.ofSeconds(1));
        assertThat(limit.begin(subject).allowed()).isTrue();
    }

    @Test
    void afterTheMostThereAreNoneUntilTheWindowIsOver() {
        AttemptLimit limit = limit();
        Instant start = clock.instant();
        int allowed = 0;
        for (int second = 0; second < 60; second++) {
            allowed += limit.begin(subject).allowed() ? 1 : 0;
            allowed += limit.begin(subject).allowed() ? 1 : 0;
            allowed += limit.begin(subject).allowed() ? 1 : 0;
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(allowed).isEqualTo(8);

        Attempt refused = limit.begin(subject);
        assertThat(refused.allowed()).isFalse();
        assertThat(clock.instant().plus(refused.retryAfter())).isEqualTo(start.plus(WINDOW));
        clock.advance(refused.retryAfter());
        assertThat(limit.begin(subject).allowed()).isTrue();
    }

    @Test
    void aPauseEndsWithItsWindow() {
        AttemptLimit limit = limit();
        clock.advance(WINDOW.minusMillis(200));
        for (int i = 0; i < 3; i++) {
            assertThat(limit.begin(subject).allowed()).isTrue();
        }
        assertThat(limit.begin(subject).retryAfter()).isEqualTo(Duration.ofMillis(200));
        clock.advance(Duration.ofMillis(200));
        assertThat(limit.begin(subject).allowed()).isTrue();
    }

    @Test
    void nodesCountTogether() {
        AttemptLimit one = limit();
        AttemptLimit other = limit();
        one.begin(subject);
        other.begin(subject);
        one.begin(subject);

        assertThat(other.made(subject)).isEqualTo(3);
        assertThat(other.begin(subject).allowed()).isFalse();
    }

    @Test
    void subjectsAndLimitsAreCountedApart() {
        AttemptLimit limit = limit();
        AttemptLimit ofOtherName = new AttemptLimits(tier(), clock).limit("other", RULE);
        for (int i = 0; i < 4; i++) {
            limit.begin(subject);
        }
        assertThat(limit.begin(subject + " ").allowed()).isTrue();
        assertThat(ofOtherName.begin(subject).allowed()).isTrue();
    }

    @Test
    void whatIsTakenBackDoesNotCountAndWhatIsForgottenBeginsAnew() {
        AttemptLimit limit = limit();
        limit.begin(subject);
        limit.begin(subject);
        Attempt third = limit.begin(subject);
        limit.takeBack(third);
        assertThat(limit.made(subject)).isEqualTo(2);
        assertThat(limit.begin(subject).allowed()).isTrue();
        assertThat(limit.begin(subject).allowed()).isFalse();

        limit.forget(third);
        assertThat(limit.made(subject)).isZero();
        assertThat(limit.begin(subject).allowed()).isTrue();
    }

    @Test
    void takingBackTheOnlyAttemptLeavesNone() {
        AttemptLimit limit = limit();
        Attempt only = limit.begin(subject);
        limit.takeBack(only);
        limit.takeBack(only);

        assertThat(limit.made(subject)).isZero();
    }

    @Test
    void manyAtOnceGetNoFurtherThanOneAfterTheOther() throws Exception {
        AttemptLimit limit = limit(RULE);
        assertThat(allowedAtOnce(() -> limit.begin(subject).allowed())).isEqualTo(3);
        clock.advance(RULE.longestPause());
        assertThat(allowedAtOnce(() -> limit.begin(subject).allowed())).isEqualTo(1);
        assertThat(limit.made(subject)).isEqualTo(4);
    }

    private static long allowedAtOnce(Callable<Boolean> attempt) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            long allowed = 0;
            for (Future<Boolean> answer : threads.invokeAll(List.of(
                    attempt, attempt, attempt, attempt, attempt, attempt, attempt, attempt, attempt, attempt))) {
                allowed += answer.get() ? 1 : 0;
            }
            return allowed;
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void marksAreSeenByAllNodes() {
        Marks marks = new AttemptLimits(tier(), clock).marks("seen", Duration.ofDays(30));
        Marks elsewhere = new AttemptLimits(tier(), clock).marks("seen", Duration.ofDays(30));
        assertThat(elsewhere.isSet(subject)).isFalse();
        marks.set(subject);

        assertThat(elsewhere.isSet(subject)).isTrue();
        assertThat(elsewhere.isSet(subject + "x")).isFalse();
    }

    @Test
    void aSubjectMayBeAnything() {
        AttemptLimit limit = limit();
        for (String odd : List.of("", " ", "\r\nflush_all\r\n", "\u0000", "é€😀", "x".repeat(100_000))) {
            assertThat(limit.begin(odd + subject).allowed()).isTrue();
            assertThat(limit.made(odd + subject)).isEqualTo(1);
        }
    }
}

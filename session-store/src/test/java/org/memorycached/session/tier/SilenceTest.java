package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a server counts as silent; all times are chosen, none passes. */
class SilenceTest {

    private final Silence silence = new Silence(0);

    @Test
    void a_server_that_answers_nothing_for_a_whole_timeout_is_silent() {
        silence.answered(10);
        assertThat(silence.isSilent()).isFalse();
        assertThat(silence.timedOut(20)).isTrue();
        assertThat(silence.isSilent()).isTrue();
        assertThat(silence.timedOut(30)).as("was already").isFalse();
    }

    @Test
    void one_slow_answer_among_others_is_no_silence() {
        silence.answered(30);
        assertThat(silence.timedOut(20)).isFalse();
        assertThat(silence.isSilent()).isFalse();
    }

    @Test
    void an_old_answer_that_was_awaited_late_does_not_end_a_silence() {
        silence.timedOut(20);
        silence.answered(10);
        silence.answered(30);
        assertThat(silence.isSilent()).isTrue();
    }

    @Test
    void a_probe_ends_it_and_what_was_sent_before_does_not_begin_it_again() {
        silence.timedOut(20);
        assertThat(silence.ended(50)).isTrue();
        assertThat(silence.isSilent()).isFalse();
        assertThat(silence.timedOut(40)).isFalse();
        assertThat(silence.timedOut(60)).isTrue();
    }
}

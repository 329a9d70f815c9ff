package org.memorycached.session.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.NewSession;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionUnavailableException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

/** What a flood of well-formed ids that nobody gave out costs the central tier. */
class SessionLookupsTest {

    private static final int LIMIT = 50;
    private static final int FLOOD = 20_000;
    private static final String ATTACKER = "192.0.2.66";
    private static final String USER = "192.0.2.1";

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong nanos = new AtomicLong();
    private final SessionsInTheHeap sessions = new SessionsInTheHeap();
    private final SessionLookups lookups = new SessionLookups(sessions.store, LIMIT, nanos::get);

    @AfterEach
    void close() {
        sessions.store.close();
    }

    private SessionId signIn() {
        SessionId id = sessions.store.create(Map.of("uid", "dwho")).id();
        sessions.server.resetCounts();
        return id;
    }

    /** How many of the flood were refused without a question. */
    private int flood(String address, int size) {
        int refused = 0;
        for (int i = 0; i < size; i++) {
            try {
                assertThat(lookups.find(SessionId.random(random), address)).isEmpty();
            } catch (TooManyUnknownIdsException e) {
                refused++;
            }
        }
        return refused;
    }

    @Test
    void a_flood_from_one_address_reads_no_more_than_the_limit_in_a_second() {
        assertThat(flood(ATTACKER, FLOOD)).isEqualTo(FLOOD - LIMIT);
        assertThat(sessions.reads()).isEqualTo(LIMIT);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        flood(ATTACKER, FLOOD);
        assertThat(sessions.reads()).isEqualTo(2 * LIMIT);
    }

    @Test
    void a_flood_from_everywhere_reads_no_more_than_four_times_as_much() {
        for (int i = 0; i < FLOOD; i++) {
            flood("2001:db8::" + i, 1);
        }
        assertThat(sessions.reads()).isEqualTo(4 * LIMIT);
    }

    @Test
    void a_flood_by_many_threads_at_once_reads_no_more_either() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> flood = () -> flood(ATTACKER, FLOOD / 8);
            int refused = 0;
            for (Future<Integer> each :
                    threads.invokeAll(Stream.generate(() -> flood).limit(8).toList())) {
                refused += each.get();
            }
            assertThat(refused).isEqualTo(FLOOD - LIMIT);
            assertThat(sessions.reads()).isEqualTo(LIMIT);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void somebody_else_signs_in_as_if_nothing_were() {
        flood(ATTACKER, FLOOD);
        assertThat(lookups.find(signIn(), USER)).isPresent();
    }

    /** An office behind one address: who works there already goes on working. */
    @Test
    void a_user_at_the_attackers_own_address_goes_on_working() {
        SessionId id = signIn();
        assertThat(lookups.find(id, ATTACKER)).isPresent();
        flood(ATTACKER, FLOOD);
        assertThat(lookups.find(id, ATTACKER)).isPresent();
    }

    @Test
    void sessions_that_are_found_are_not_counted_however_many() {
        for (int i = 0; i < 10 * LIMIT; i++) {
            assertThat(lookups.find(signIn(), USER)).isPresent();
        }
    }

    /** There is no memory of misses: an id that was asked for too early is found as soon as it is there. */
    @Test
    void a_miss_hides_no_session_that_is_created_later() {
        NewSession booked = sessions.store.open();
        assertThat(lookups.find(booked.id(), USER)).isEmpty();
        booked.save(Map.of("uid", "dwho"));
        assertThat(lookups.find(booked.id(), USER)).isPresent();
    }

    @Test
    void a_known_session_that_ended_is_unknown_from_then_on() {
        SessionId id = signIn();
        assertThat(lookups.find(id, USER)).isPresent();
        sessions.store.delete(id);
        assertThat(lookups.find(id, USER)).isEmpty();
        flood(USER, FLOOD);
        assertThatExceptionOfType(TooManyUnknownIdsException.class).isThrownBy(() -> lookups.find(id, USER));
    }

    @Test
    void an_outage_stays_an_outage_and_uses_nothing_up() {
        sessions.server.fail();
        for (int i = 0; i < 10 * LIMIT; i++) {
            assertThatExceptionOfType(SessionUnavailableException.class)
                    .isThrownBy(() -> lookups.find(SessionId.random(random), USER))
                    .isNotInstanceOf(TooManyUnknownIdsException.class);
        }
    }

    @Test
    void the_filter_answers_429_with_a_time_to_try_again_and_not_that_nobody_is_signed_in() throws Exception {
        SsoFilter filter = new SsoFilter(new SessionAuthentication(sessions.store, sessions.cookie, "roles", lookups));
        flood(ATTACKER, FLOOD);
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
        request.setRemoteAddr(ATTACKER);
        request.setCookies(sessions.signIn(Map.of("uid", "dwho")));
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(
                request,
                response,
                (req, res) -> SecurityContextHolder.getContext().getAuthentication());
        assertThat(response.getStatus()).isEqualTo(429);
        assertThat(response.getHeader("Retry-After")).isEqualTo("2");
    }
}

package org.memorycached.session.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.memorycached.session.MutableClock;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.UnreliableServer;

/** The cases of the design's table, each forced; the clock moves only when a test moves it. */
class FollowerTest {

    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final String SESSION = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);

    private final MutableClock clock = new MutableClock();
    private final HeapCacheServer memory = new HeapCacheServer("central:11211", clock);
    private final UnreliableServer server = new UnreliableServer(memory);
    private final RevocationFeed feed = new RevocationFeed(server, clock);
    private final Follower follower = new Follower(feed, clock::nanoTime, LEASE, () -> true, clock::nanoTime);

    @Test
    void before_the_first_poll_nothing_is_stamped_and_nothing_accepted() {
        assertThat(follower.position()).isEqualTo(Stamp.UNKNOWN);
        assertThat(follower.leaseHolds()).isFalse();
        assertThat(accepts(SESSION, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void a_copy_is_accepted_while_nothing_was_published() {
        long stamp = pollAndStamp();
        assertThat(accepts(SESSION, stamp)).isTrue();
    }

    @Test
    void late_fill_after_a_revocation() {
        long before = pollAndStamp();
        feed.publish(SESSION);
        follower.poll();
        assertThat(accepts(SESSION, before)).isFalse();
        assertThat(accepts(OTHER, before)).isTrue();
    }

    @Test
    void a_copy_made_after_the_revocation_is_accepted() {
        pollAndStamp();
        feed.publish(SESSION);
        assertThat(accepts(SESSION, pollAndStamp())).isTrue();
    }

    @Test
    void the_lease_counts_from_the_start_of_the_poll() {
        long stamp = pollAndStamp();
        clock.advance(LEASE.minusNanos(1));
        assertThat(accepts(SESSION, stamp)).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(accepts(SESSION, stamp)).isFalse();
        follower.poll();
        assertThat(accepts(SESSION, stamp)).isTrue();
    }

    @Test
    void a_slow_poll_does_not_stretch_the_lease() {
        long stamp = pollAndStamp();
        server.beforeNext("get", () -> clock.advance(Duration.ofMillis(900)));
        follower.poll();
        clock.advance(Duration.ofMillis(100));
        assertThat(accepts(SESSION, stamp)).isFalse();
    }

    @Test
    void central_server_unreachable() {
        long stamp = pollAndStamp();
        server.fail();
        assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(follower::poll);
        assertThat(accepts(SESSION, stamp)).isTrue();
        clock.advance(LEASE);
        assertThat(accepts(SESSION, stamp)).isFalse();
        server.heal();
        follower.poll();
        assertThat(accepts(SESSION, stamp)).isTrue();
    }

    @Test
    void hole_in_the_feed_stops_the_lease_and_is_skipped_after_two_polls() {
        long stamp = pollAndStamp();
        memory.increment(RevocationFeed.HEAD); // a writer that died between the number and its entry
        clock.advance(Duration.ofMillis(500));
        follower.poll();
        assertThat(accepts(OTHER, stamp)).as("the old lease runs on").isTrue();
        clock.advance(Duration.ofMillis(500));
        assertThat(follower.leaseHolds()).as("it was not renewed at the hole").isFalse();
        follower.poll();
        assertThat(follower.leaseHolds()).isTrue();
        assertThat(accepts(OTHER, stamp))
                .as("what the hole stood for is not known")
                .isFalse();
        assertThat(accepts(OTHER, follower.position())).isTrue();
    }

    @Test
    void entries_above_a_hole_are_applied() {
        long stamp = pollAndStamp();
        memory.increment(RevocationFeed.HEAD);
        feed.publish(SESSION);
        follower.poll();
        assertThat(accepts(SESSION, stamp)).isFalse();
        assertThat(accepts(OTHER, stamp)).isTrue();
        assertThat(follower.position()).isEqualTo(stamp);
    }

    @Test
    void a_hole_that_fills_is_passed() {
        long stamp = pollAndStamp();
        long missing = memory.increment(RevocationFeed.HEAD).orElseThrow();
        follower.poll();
        memory.set("feed:" + missing, SESSION.getBytes(StandardCharsets.US_ASCII), Duration.ZERO);
        follower.poll();
        assertThat(follower.position()).isEqualTo(missing);
        assertThat(accepts(SESSION, stamp)).isFalse();
        assertThat(accepts(OTHER, stamp)).isTrue();
    }

    @Test
    void restart_of_the_server() {
        long stamp = pollAndStamp();
        memory.delete(RevocationFeed.HEAD);
        clock.advance(Duration.ofSeconds(5));
        follower.poll();
        assertThat(follower.position()).isGreaterThan(stamp);
        assertThat(accepts(SESSION, stamp)).isFalse();
    }

    @Test
    void counter_reset_to_the_past() {
        feed.publish(SESSION);
        long stamp = pollAndStamp();
        memory.set(RevocationFeed.HEAD, "1000".getBytes(StandardCharsets.US_ASCII), Duration.ZERO);
        follower.poll();
        assertThat(follower.position()).isEqualTo(1000);
        assertThat(accepts(SESSION, stamp))
                .as("a stamp from a higher, earlier epoch")
                .isFalse();
        assertThat(accepts(SESSION, 999)).isFalse();
        assertThat(accepts(SESSION, 1000)).isTrue();
    }

    @Test
    void jump_of_the_counter() {
        long stamp = pollAndStamp();
        IntStream.rangeClosed(0, 10_000).forEach(i -> memory.increment(RevocationFeed.HEAD));
        follower.poll();
        assertThat(follower.leaseHolds()).isTrue();
        assertThat(accepts(SESSION, stamp)).isFalse();
        assertThat(accepts(SESSION, follower.position())).isTrue();
    }

    @Test
    void a_counter_that_is_no_number_is_an_outage() {
        memory.set(RevocationFeed.HEAD, "x".getBytes(StandardCharsets.US_ASCII), Duration.ZERO);
        assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(follower::poll);
    }

    @Test
    void many_revocations_are_forgotten_only_with_the_copies_they_were_about() {
        long first = pollAndStamp();
        for (int batch = 0; batch < 12; batch++) {
            IntStream.range(0, 5_000).forEach(i -> feed.publish(SESSION));
            follower.poll();
        }
        assertThat(accepts(OTHER, first)).as("below the floor").isFalse();
        assertThat(accepts(SESSION, first)).isFalse();
        assertThat(accepts(OTHER, follower.position() - 1)).isTrue();
        assertThat(accepts(SESSION, follower.position() - 1)).isFalse();
    }

    @Test
    void a_publication_that_is_not_certain_is_told() {
        feed.publish(SESSION);
        server.fail();
        assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> feed.publish(SESSION));
    }

    private boolean accepts(String key, long stamp) {
        return Stamp.of(List.of(follower), new long[] {stamp}).accepts(key, 0);
    }

    private long pollAndStamp() {
        follower.poll();
        return follower.position();
    }
}

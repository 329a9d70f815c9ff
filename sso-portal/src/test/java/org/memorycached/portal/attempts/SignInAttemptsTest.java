package org.memorycached.portal.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.memorycached.session.MutableClock;
import org.memorycached.session.limits.AttemptLimit;
import org.memorycached.session.limits.AttemptLimits;
import org.memorycached.session.limits.AttemptRule;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.RoundTrips;
import org.memorycached.session.tier.Tier;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What one sign-in costs, and where it counts: 3 attempts by name and address, 6 by name, 9 by address, 12 by site. */
class SignInAttemptsTest {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final AttemptProperties PROPERTIES = new AttemptProperties(
            WINDOW, 2, 3, Duration.ofSeconds(1), Duration.ofSeconds(4), 6, 9, 12, Duration.ofDays(30));

    private final MutableClock clock = new MutableClock();
    private final RoundTrips trips = new RoundTrips();
    private final Tier tier = new Tier(Stream.of("one:1", "two:2")
            .map(name -> trips.to(new HeapCacheServer(name, clock)))
            .toList());
    private final AttemptLimits limits = new AttemptLimits(tier, clock);
    private final SignInAttempts attempts = new SignInAttempts(limits, PROPERTIES);
    private final AttemptLimit byName = limits.limit("sign-in-name", AttemptRule.atMost(6, WINDOW));
    private final AttemptLimit byNameAndAddress = limits.limit("sign-in", PROPERTIES.withPauses());

    @Test
    void a_stranger_waits_twice_and_once_more_when_the_password_was_right() {
        MockHttpServletRequest request = from("198.51.100.1");
        assertThat(attempts.begin(request, "dwho")).isEmpty();
        assertThat(trips.count()).isLessThanOrEqualTo(2);
        trips.reset();
        attempts.succeeded(request, new MockHttpServletResponse()).await();
        assertThat(trips.count()).isEqualTo(1);
    }

    @Test
    void a_known_browser_waits_three_times_and_once_more_when_the_password_was_right() {
        Cookie device = signIn(from("198.51.100.1"));
        MockHttpServletRequest request = from("198.51.100.1");
        request.setCookies(device);
        trips.reset();
        assertThat(attempts.begin(request, "dwho")).isEmpty();
        assertThat(trips.count()).isLessThanOrEqualTo(3);
        trips.reset();
        attempts.succeeded(request, new MockHttpServletResponse()).await();
        assertThat(trips.count()).isEqualTo(1);
    }

    @Test
    void a_known_browser_keeps_its_number() {
        Cookie device = signIn(from("198.51.100.1"));
        MockHttpServletRequest again = from("198.51.100.1");
        again.setCookies(device);
        assertThat(signIn(again).getValue()).isEqualTo(device.getValue());
    }

    @Test
    void an_address_over_its_limit_counts_against_no_name() {
        for (int i = 0; i < 9; i++) {
            assertThat(attempts.begin(from("198.51.100.1"), "name" + i)).isEmpty();
        }
        assertThat(attempts.begin(from("198.51.100.1"), "dwho")).isPresent();
        assertThat(byName.made("dwho")).isZero();
        assertThat(byNameAndAddress.made("dwho\naddress 198.51.100.1")).isZero();
    }

    @Test
    void a_site_over_its_limit_counts_against_no_name_from_any_of_its_networks() {
        for (int i = 0; i < 12; i++) {
            assertThat(attempts.begin(from("2001:db8:1:" + i + "::1"), "name" + i))
                    .isEmpty();
        }
        assertThat(attempts.begin(from("2001:db8:1:99::1"), "dwho")).isPresent();
        assertThat(byName.made("dwho")).isZero();
        assertThat(attempts.begin(from("2001:db8:2:99::1"), "dwho")).isEmpty();
    }

    @Test
    void a_refused_network_counts_nothing_against_its_site_and_neither_does_who_succeeds() {
        for (int i = 0; i < 20; i++) {
            attempts.begin(from("2001:db8:1:1::1"), "name" + i); // 9 of them are allowed
            signIn(from("2001:db8:1:2::1"));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.begin(from("2001:db8:1:3::1"), "other" + i)).isEmpty();
        }
        assertThat(attempts.begin(from("2001:db8:1:3::1"), "dwho")).isPresent();
    }

    @Test
    void a_stranger_of_a_site_waits_as_often_as_any_other() {
        MockHttpServletRequest request = from("2001:db8:1:1::1");
        assertThat(attempts.begin(request, "dwho")).isEmpty();
        assertThat(trips.count()).isLessThanOrEqualTo(2);
        trips.reset();
        attempts.succeeded(request, new MockHttpServletResponse()).await();
        assertThat(trips.count()).isEqualTo(1);
    }

    @Test
    void a_pause_counts_against_nobody() {
        attempts.begin(from("198.51.100.1"), "dwho");
        attempts.begin(from("198.51.100.1"), "dwho");
        for (int i = 0; i < 20; i++) {
            assertThat(attempts.begin(from("198.51.100.1"), "dwho")).isPresent();
        }
        assertThat(byName.made("dwho")).isEqualTo(2);
        assertThat(byNameAndAddress.made("dwho\naddress 198.51.100.1")).isEqualTo(2);
    }

    @Test
    void the_only_attempt_under_attack_does_not_count_as_a_usual_one() {
        List.of("1", "2", "3", "4", "5", "6").forEach(last -> attempts.begin(from("198.51.100." + last), "dwho"));

        assertThat(attempts.begin(from("203.0.113.1"), "dwho")).isEmpty();
        assertThat(attempts.begin(from("203.0.113.1"), "dwho")).isPresent();
        assertThat(byNameAndAddress.made("dwho\naddress 203.0.113.1")).isZero();
        assertThat(byName.made("dwho")).isEqualTo(6);
    }

    private Cookie signIn(MockHttpServletRequest request) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        assertThat(attempts.begin(request, "dwho")).isEmpty();
        attempts.succeeded(request, response).await();
        return Objects.requireNonNull(response.getCookie("device"));
    }

    private static MockHttpServletRequest from(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/login");
        request.setRemoteAddr(address);
        return request;
    }
}

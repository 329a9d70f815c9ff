package org.memorycached.session.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import jakarta.servlet.http.Cookie;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.SessionId;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SignedCookieTest {

    private static final SessionId ID = new SessionId("0123456789abcdef0123456789abcdef");
    private static final String OLD = secret(1, 32);
    private static final String NEW = secret(2, 32);
    private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    private static String secret(int fill, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static SessionCookie signedBy(String... secrets) {
        return new SessionCookie("sso_session", null, null, CookieKeys.of(List.of(secrets)));
    }

    private static String written(SessionCookie cookie) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        cookie.write(new MockHttpServletRequest(), response, ID);
        return response.getCookie("sso_session").getValue();
    }

    private List<SessionId> read(SessionCookie cookie, String... values) {
        request.setCookies(
                Stream.of(values).map(value -> new Cookie("sso_session", value)).toArray(Cookie[]::new));
        return cookie.read(request);
    }

    @Test
    void reads_the_id_that_it_signed() {
        assertThat(read(signedBy(NEW), written(signedBy(NEW)))).containsExactly(ID);
    }

    /** The same as: printf 'sso-session-id:0123…' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101… -binary. */
    @Test
    void the_signature_is_hmac_sha_256() {
        assertThat(written(signedBy(OLD))).isEqualTo(ID.value() + ".jRfL6YMUT7AaS2xxdv6P0nJQM8vMB9CHqYKPrwg1Koc");
    }

    @Test
    void the_first_key_signs_and_all_verify() {
        assertThat(written(signedBy(NEW, OLD))).isEqualTo(written(signedBy(NEW)));
        assertThat(read(signedBy(NEW, OLD), written(signedBy(OLD)))).containsExactly(ID);
        assertThat(read(signedBy(OLD, NEW), written(signedBy(NEW)))).containsExactly(ID);
    }

    @Test
    void a_key_that_was_dropped_verifies_no_more() {
        assertThat(read(signedBy(NEW), written(signedBy(OLD)))).isEmpty();
    }

    @Test
    void without_keys_the_cookie_is_the_bare_id_and_with_keys_a_bare_id_is_nothing() {
        assertThat(written(signedBy())).isEqualTo(ID.value());
        assertThat(read(signedBy(NEW), ID.value())).isEmpty();
        assertThat(read(signedBy(), written(signedBy(NEW)))).isEmpty();
    }

    /** Each character of a signed value, by each other character that base64 could have there. */
    @Test
    void any_other_character_anywhere_makes_it_a_forgery() {
        SessionCookie cookie = signedBy(NEW);
        String right = written(cookie);
        for (int i = 0; i < right.length(); i++) {
            for (char c : (BASE64URL + ".=+/ \u00e9\u0000").toCharArray()) {
                String changed = right.substring(0, i) + c + right.substring(i + 1);
                assertThat(read(cookie, changed)).isEqualTo(changed.equals(right) ? List.of(ID) : List.of());
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void what_is_not_exactly_a_signed_id_is_none(String value) {
        assertThat(read(signedBy(NEW), value)).isEmpty();
    }

    static Stream<String> what_is_not_exactly_a_signed_id_is_none() {
        String right = written(signedBy(NEW));
        return Stream.of(
                "",
                ".",
                right + "=",
                right + " ",
                " " + right,
                right.toUpperCase(),
                right.replace('.', ':'),
                right.substring(0, 33),
                right.substring(0, right.length() - 1),
                right + "." + right.substring(33),
                ID.value() + "." + "A".repeat(43),
                "0".repeat(32) + right.substring(32),
                "." + right.substring(33) + ID.value(),
                "a".repeat(8192));
    }

    @Test
    void forged_cookies_cannot_hide_the_real_one() {
        String[] values = Stream.concat(
                        IntStream.range(0, 300).mapToObj(i -> "%032x.%s".formatted(i, "A".repeat(43))),
                        Stream.of(written(signedBy(NEW))))
                .toArray(String[]::new);
        assertThat(read(signedBy(NEW), values)).containsExactly(ID);
    }

    @Test
    void many_threads_sign_and_verify_at_once() throws Exception {
        CookieKeys keys = CookieKeys.of(List.of(NEW, OLD));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> work = () -> IntStream.range(0, 5_000)
                    .mapToObj(i -> new SessionId("%032x".formatted(i)))
                    .allMatch(id -> keys.read(keys.write(id)).filter(id::equals).isPresent());
            for (Future<Boolean> done : threads.invokeAll(List.of(work, work, work, work, work, work, work, work))) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A flood of forged cookies shall not become one of garbage: a Mac for each would be some kilobytes. */
    @Test
    void a_forged_cookie_makes_little_garbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        CookieKeys keys = CookieKeys.of(List.of(NEW));
        String forged = ID.value() + "." + "A".repeat(43);
        for (int i = 0; i < 20_000; i++) {
            keys.read(forged);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        long startedAt = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            keys.read(forged);
        }
        long nanosEach = (System.nanoTime() - startedAt) / 20_000;
        long bytesEach = (threads.getCurrentThreadAllocatedBytes() - before) / 20_000;
        System.out.println("A forged cookie takes " + nanosEach + " ns and " + bytesEach + " bytes");
        assertThat(bytesEach).isLessThan(1_024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2VjcmV0", "not base64!", "hunter2 hunter2 hunter2 hunter2 hunter2 hunter2", ""})
    void a_wrong_key_names_its_property_and_is_not_shown(String secret) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> CookieKeys.of(List.of(NEW, secret)))
                .satisfies(wrong -> assertThat(wrong.option()).isEqualTo("sso.cookie-keys[1]"))
                .withMessageContaining("openssl rand -base64 32")
                .withMessageNotContainingAny(secret.isEmpty() ? NEW : secret, NEW)
                .withNoCause();
    }

    @Test
    void thirty_one_bytes_are_too_few_and_thirty_two_enough() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> CookieKeys.of(List.of(secret(1, 31))))
                .withMessageContaining("31 bytes");
        assertThat(CookieKeys.of(List.of(secret(1, 32)))).hasToString("CookieKeys(1)");
    }
}

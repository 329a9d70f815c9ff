package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdTest {

    private static final String HEX = "0123456789abcdef0123456789abcdef";

    @Test
    void ids_have_128_bits_and_do_not_repeat() {
        SecureRandom random = new SecureRandom();
        assertThat(Stream.generate(() -> SessionId.random(random)).limit(10_000).distinct())
                .hasSize(10_000)
                .allMatch(id -> id.value().matches("[0-9a-f]{32}"));
    }

    @Test
    void every_bit_of_an_id_is_random() {
        SecureRandom random = new SecureRandom();
        int[] digits = new int[16];
        Stream.generate(() -> SessionId.random(random))
                .limit(1_000)
                .flatMapToInt(id -> id.value().chars())
                .forEach(c -> digits[Character.digit(c, 16)]++);
        assertThat(IntStream.of(digits).boxed()).allMatch(count -> count > 1_700 && count < 2_300); // 2,000, 7 sigma
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0",
                "0123456789ABCDEF0123456789abcdef",
                "0123456789abcdef0123456789abcdeg",
                "0123456789abcdef 123456789abcdef",
                "０123456789abcdef0123456789abcdef",
                "\r\nset x 0 0 1\r\n0123456789abcdef"
            })
    void what_is_no_id_is_none(String text) {
        assertThat(SessionId.parse(text)).isEmpty();
    }

    @Test
    void an_id_reads_back() {
        assertThat(SessionId.parse(HEX)).contains(new SessionId(HEX));
    }

    @Test
    void neither_text_nor_errors_show_the_secret() {
        assertThat(new SessionId(HEX)).hasToString("0123…");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionId("secret"))
                .withMessageNotContaining("secret");
    }

    @Test
    void the_key_is_the_sha_256_of_the_id() {
        assertThat(Naming.HASHED.keyOf(new SessionId(HEX)).fingerprint())
                .isEqualTo("3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9"); // by sha256sum
    }
}

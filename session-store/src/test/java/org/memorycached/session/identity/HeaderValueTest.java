package org.memorycached.session.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderValueTest {

    @ParameterizedTest
    @CsvSource({
        "dwho, dwho",
        "dwho@example.com, dwho@example.com",
        "Doctor Who, Doctor%20Who",
        "Zoë, Zo%C3%AB",
        "'a,b;c=d', a%2Cb%3Bc%3Dd",
        "100%, 100%25",
        "a+b, a%2Bb",
        "'\"', %22",
    })
    void is_readable_and_percent_encoded(String text, String value) {
        assertThat(HeaderValue.of(text)).contains(value);
    }

    @Test
    void a_line_end_cannot_split_the_header() {
        assertThat(HeaderValue.of("dwho\r\nAuth-Roles: admin\r\n\r\n<script>\0"))
                .contains("dwho%0D%0AAuth-Roles%3A%20admin%0D%0A%0D%0A%3Cscript%3E%00");
    }

    @Test
    void commas_are_between_the_elements_of_a_list_and_nowhere_else() {
        assertThat(HeaderValue.of(List.of("user", "a,admin", 7, true))).contains("user,a%2Cadmin,7,true");
        assertThat(HeaderValue.of(Arrays.asList(null, Map.of("a", "b"), List.of("c"), "user")))
                .contains("user");
    }

    @Test
    void what_has_no_form_in_a_header_is_left_out() {
        assertThat(HeaderValue.of(null)).isEmpty();
        assertThat(HeaderValue.of("")).isEmpty();
        assertThat(HeaderValue.of(List.of())).isEmpty();
        assertThat(HeaderValue.of(Map.of("a", "b"))).isEmpty();
    }

    /** Half of a name would be somebody else's. */
    @Test
    void what_is_too_long_is_left_out_and_not_cut() {
        assertThat(HeaderValue.of("a".repeat(2_048))).contains("a".repeat(2_048));
        assertThat(HeaderValue.of("a".repeat(2_049))).isEmpty();
        assertThat(HeaderValue.of("é".repeat(400))).isEmpty();
    }

    @Test
    void any_text_is_visible_ascii_and_comes_back_as_it_was() {
        Random random = new Random(20261124);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder("x");
            for (int length = random.nextInt(40); length > 0; length--) {
                int c = random.nextInt(Character.MAX_CODE_POINT + 1);
                text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? '\n' : c);
            }
            String value = HeaderValue.of(text).orElseThrow();
            assertThat(value).matches("[A-Za-z0-9._~@%-]+");
            assertThat(URLDecoder.decode(value, StandardCharsets.UTF_8)).isEqualTo(text.toString());
        }
    }
}

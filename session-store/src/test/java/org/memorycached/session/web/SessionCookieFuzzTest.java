package org.memorycached.session.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.SessionId;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Two hundred thousand hostile values: none raises an error, and none but an id, signed if it must be, is one. */
class SessionCookieFuzzTest {

    private static final long SEED = 20261124;
    private static final int VALUES = 200_000;
    private static final Pattern BARE = Pattern.compile("[0-9a-f]{32}");
    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String HEX = "0123456789abcdef";
    private static final String NEARLY = "0123456789abcdefABCDEFgG.-_=+/%\"\\ ;,\t\r\n\0\u00e9\u0660\uff11\ud800";

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothing_but_an_id_is_one(boolean signed) {
        SessionCookie cookie =
                new SessionCookie("s", null, null, signed ? CookieKeys.of(List.of(SECRET)) : CookieKeys.NONE);
        int ids = 0;
        for (int i = 0; i < VALUES; i++) {
            SessionId real = new SessionId(text(HEX, 32));
            String right = written(cookie, real);
            String value = hostile(real, right);
            List<SessionId> read = read(cookie, value);
            // Bare values that happen to be well-formed are ids; signed ones are only what was signed.
            boolean isId = signed ? value.equals(right) : BARE.matcher(value).matches();
            assertThat(read)
                    .as("value %d", i)
                    .isEqualTo(isId ? List.of(new SessionId(value.substring(0, 32))) : List.of());
            ids += read.size();
        }
        assertThat(ids).as("some of the values are real").isBetween(VALUES / 50, VALUES / 2);
    }

    private static String written(SessionCookie cookie, SessionId id) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        cookie.write(new MockHttpServletRequest(), response, id);
        return response.getCookie("s").getValue();
    }

    private static List<SessionId> read(SessionCookie cookie, String value) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(new Cookie("s", value));
        return cookie.read(request);
    }

    private String hostile(SessionId id, String right) {
        switch (random.nextInt(10)) {
            case 0:
                return right;
            case 1:
                return text(NEARLY, random.nextInt(100));
            case 2:
                return replaced(right, random.nextInt(right.length()));
            case 3:
                return right.substring(random.nextInt(right.length()));
            case 4:
                return right + text(NEARLY, 1 + random.nextInt(50));
            case 5:
                return id.value() + "." + text(NEARLY, 43);
            case 6:
                return id.value() + text("." + HEX, random.nextInt(3));
            case 7:
                return text(HEX, 76);
            case 8:
                return utf16(random.nextInt(200));
            default:
                return text(NEARLY, 1).repeat(random.nextInt(5_000));
        }
    }

    private String replaced(String text, int at) {
        return text.substring(0, at) + text(NEARLY, 1) + text.substring(at + 1);
    }

    private String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String utf16(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(Character.MAX_VALUE + 1));
        }
        return text.toString();
    }
}

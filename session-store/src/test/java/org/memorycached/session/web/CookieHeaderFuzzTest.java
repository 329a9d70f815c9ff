package org.memorycached.session.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.core.StandardContext;
import org.apache.tomcat.util.http.Rfc6265CookieProcessor;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.memorycached.session.SessionId;
import org.memorycached.session.testing.FuzzFigures;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * From the bytes of a Cookie header, which are Tomcat's to take apart, to session ids or none: whatever the bytes are,
 * nothing is thrown, an id is an id, and with keys it is one that a key has signed.
 */
class CookieHeaderFuzzTest {

    @RegisterExtension
    static final FuzzFigures FIGURES = new FuzzFigures("the cookie");

    private static final String NAME = "sso_session";
    private static final int MOST_IDS = 4;

    /** What is longer only takes the fuzzer's time. */
    private static final int LONGEST = 1_000;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final SessionId REAL = new SessionId("00112233445566778899aabbccddeeff");
    private static final List<byte[]> SECRETS = List.of(new byte[32], "a second secret of thirty-two B!".getBytes());

    private final SessionCookie bare = new SessionCookie(NAME, null, null);
    private final SessionCookie signed = new SessionCookie(NAME, null, null, keys());
    private final Connector connector = new Connector();
    private final StandardContext context = context();

    private static CookieKeys keys() {
        return CookieKeys.of(SECRETS.stream()
                .map(secret -> Base64.getEncoder().encodeToString(secret))
                .toList());
    }

    private static StandardContext context() {
        StandardContext context = new StandardContext();
        context.setCookieProcessor(new Rfc6265CookieProcessor());
        return context;
    }

    @FuzzTest
    void readTheHeader(byte[] header) {
        if (header.length > LONGEST || hasTooMany(header)) {
            return;
        }
        FIGURES.run();
        HttpServletRequest request = request(header);
        checkBare(bare.read(request), header);
        checkSigned(signed.read(request), header);
    }

    /** Tomcat answers 400 to more than 200 cookies, before anybody is asked; some tests here add one. */
    private static boolean hasTooMany(byte[] header) {
        return text(header).chars().filter(c -> c == ';').count() > 190;
    }

    private void checkBare(List<SessionId> ids, byte[] header) {
        checkIds(ids, header);
        ids.forEach(id -> assertThat(bare.read(request(written(bare, id)))).containsExactly(id));
    }

    private void checkSigned(List<SessionId> ids, byte[] header) {
        checkIds(ids, header);
        for (SessionId id : ids) {
            assertThat(text(header)).containsAnyOf(signatures(id));
            assertThat(signed.read(request(written(signed, id)))).containsExactly(id);
        }
        // What stands behind the real one, in its line or in one of its own, cannot hide it.
        String real = text(written(signed, REAL));
        assertThat(signed.read(request(bytes(real + "; " + text(header))))).startsWith(REAL);
        assertThat(signed.read(request(header, bytes(real)))).contains(REAL);
    }

    private static void checkIds(List<SessionId> ids, byte[] header) {
        if (!ids.isEmpty()) {
            FIGURES.accepted();
        }
        assertThat(ids).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(MOST_IDS);
        for (SessionId id : ids) {
            assertThat(id.value()).matches(ID);
            assertThat(text(header)).contains(id.value());
        }
    }

    /** As a browser sends back what it was given. */
    private static byte[] written(SessionCookie cookie, SessionId id) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        cookie.write(new MockHttpServletRequest(), response, id);
        return bytes(response.getHeader("Set-Cookie").split(";")[0]);
    }

    /** What either secret makes of an id, worked out here once more. */
    private static String[] signatures(SessionId id) {
        return SECRETS.stream()
                .map(secret -> id.value() + "."
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(hmac(secret, "sso-session-id:" + id.value())))
                .toArray(String[]::new);
    }

    private static byte[] hmac(byte[] secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Tomcat's own request, so that it is its parser and its limits that the bytes go through. */
    private HttpServletRequest request(byte[]... headers) {
        org.apache.coyote.Request coyote = new org.apache.coyote.Request();
        Stream.of(headers)
                .forEach(header -> coyote.getMimeHeaders().addValue("Cookie").setBytes(header, 0, header.length));
        Request request = new Request(connector, coyote);
        request.getMappingData().context = context;
        request.getServerCookies();
        return request.getRequest();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

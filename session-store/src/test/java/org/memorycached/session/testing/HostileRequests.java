package org.memorycached.session.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Requests as nobody well-meaning sends them: wrong in their sizes, encodings, framing and headers, each a few mistakes
 * in an otherwise plausible HTTP/1.1 message, so that they get past the first check. The same seed makes the same
 * requests. For use by one thread.
 */
public final class HostileRequests {

    private static final String SESSION_ID = "0123456789abcdef0123456789abcdef";

    private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "HEAD");

    private static final List<String> ODD_METHODS = List.of(
            "PUT",
            "DELETE",
            "OPTIONS",
            "PATCH",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G\u00e9T",
            "",
            "GET\t",
            "M".repeat(3_000),
            "G\0T",
            "PRI");

    private static final List<String> ODD_VERSIONS = List.of(
            "HTTP/1.0",
            "HTTP/2.0",
            "HTTP/0.9",
            "HTTP/1.9",
            "http/1.1",
            "HTTP/",
            "",
            "HTTP/1.1 HTTP/1.1",
            "HTTP/99999999999.1");

    private static final List<String> TAILS = List.of(
            "",
            "",
            "",
            "",
            "/",
            "//",
            "/..",
            "/../..",
            "/%2e%2e/",
            "/%252e%252e%252f",
            "/..;/",
            ";a=b",
            ";jsessionid=" + SESSION_ID,
            "%00",
            "%",
            "%zz",
            "%c0%af",
            "%c0%ae%c0%ae",
            "%ed%a0%80",
            "%ff%fe",
            "%0d%0aSet-Cookie:x=y",
            "\\..\\",
            "/%5c..",
            "/{a}",
            "/${7*7}",
            "/a b",
            "\u00fc",
            "\u0001",
            "#f",
            ".json",
            ".html",
            "/%2F%2F",
            "%u002f",
            "|",
            "^",
            "\"<>",
            "/" + "a".repeat(9_000),
            "/" + "a/".repeat(4_000),
            "/" + "%41".repeat(12_000),
            "/.".repeat(300));

    private static final List<String> QUERIES = List.of(
            "",
            "",
            "",
            "?",
            "??",
            "?=",
            "?&&&",
            "?%",
            "?a=%zz",
            "?a=%c0%af",
            "?a=%ff",
            "?url=%",
            "?url=////evil.example",
            "?op=t&url=" + "A".repeat(9_000),
            "?op[]=c&op[a][b]=d",
            "?op=%00&url=%00",
            "?a=\u00fc",
            "?a=<script>",
            "?error&signedOut",
            "?locale=../../x",
            "?_method=DELETE",
            "?" + "a=b&".repeat(3_000),
            "?" + "a&".repeat(12_000),
            "?class.module.classLoader=1",
            "?url=aHR0cDovL2V2aWw",
            "?a=" + "%F0%9F%92%A9".repeat(200),
            "?;a=b",
            "?{}|^`");

    private static final List<String> CONTENT_TYPES = List.of(
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=none-such",
            "application/x-www-form-urlencoded; charset=UTF-16",
            "application/x-www-form-urlencoded;charset=\"",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=x",
            "multipart/form-data; boundary=" + "x".repeat(500),
            "application/json",
            "application/json;charset=utf-7",
            "text/xml",
            "a",
            "/",
            "a/b/c",
            "*/*",
            ";;;",
            "text/plain; =",
            "application/\u00fc",
            "");

    private static final List<String> VALUES = List.of(
            "",
            " ",
            "\t",
            "x",
            "*",
            "*/*;q=abc",
            "text/html;q=2",
            "a/b/c",
            "text/html;;;,,,",
            "application/json",
            "-1",
            "0",
            "99999999999999999999",
            "\u00fc\u20ac",
            "\u0001\u0002",
            "a\0b",
            "\"",
            "\"unclosed",
            "${jndi:ldap://127.0.0.1/x}",
            "<script>alert(1)</script>",
            "%0d%0aX: y",
            "W/\"",
            "bytes=0-,-1,5-2",
            "bytes=" + "0-1,".repeat(1_500) + "0-1",
            "Basic \u00fc",
            "Bearer",
            "Digest username=\"",
            "Thu, 99 Xyz 0000",
            "http://[::1",
            "null",
            "https://evil.example",
            "for=\"_evil;proto=https",
            "en;q=x, *;q=",
            "h2c",
            "websocket",
            "gzip;q=, br;;",
            "multipart/form-data",
            "rtyler",
            "x".repeat(7_000),
            "x,".repeat(5_000));

    private static final List<String> NAMES = List.of(
            "Accept",
            "Accept",
            "Accept-Language",
            "Accept-Encoding",
            "Accept-Charset",
            "Authorization",
            "Cookie",
            "Cookie2",
            "If-Modified-Since",
            "If-None-Match",
            "If-Match",
            "If-Range",
            "Range",
            "Origin",
            "Referer",
            "User-Agent",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "Forwarded",
            "X-HTTP-Method-Override",
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-Requested-With",
            "Sec-Fetch-Mode",
            "Auth-User",
            "AUTH_ROLES",
            "Auth.User",
            "Remote-User",
            "Upgrade",
            "HTTP2-Settings",
            "Expect",
            "TE",
            "Trailer",
            "Via",
            "Max-Forwards",
            "Access-Control-Request-Method",
            "Access-Control-Request-Headers",
            "X-XSRF-TOKEN",
            "Content-Encoding",
            "Content-Language",
            "Content-Range",
            "Pragma",
            "Sec-WebSocket-Key",
            "Last-Event-ID");

    private static final List<String> COOKIES = List.of(
            "sso_session=" + SESSION_ID,
            "sso_session=",
            "sso_session",
            "=",
            ";;;",
            "sso_session=\"" + SESSION_ID,
            "a=b=c=d",
            "sso_session=%00",
            "sso_session=feed:head",
            "sso_session=\u00fc",
            "sso_session=" + SESSION_ID + "." + "A".repeat(43),
            "sso_session=" + "a".repeat(8_000),
            "$Version=1; sso_session=x; $Path=/",
            "sso_session=x; ".repeat(800),
            "XSRF-TOKEN=%; csrf=%; __Host-csrf=%",
            "csrf=\u0001",
            "JSESSIONID=" + "A".repeat(3_000),
            "sso_session={\"a\":1}");

    private static final List<String> LINES = List.of(
            "NoColon",
            ": no name",
            "Space : before",
            "X:\r\n folded",
            "X: a\rb",
            "X: a\nb",
            "\u00fc: x",
            "X[]: y",
            "X\0: y",
            "Host: second.example",
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: 5, 6",
            "Content-Length: 99999999999999999999",
            "Content-Length: 0x5",
            "Content-Length: +5",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding:\u000bchunked",
            "Connection: keep-alive, close, upgrade",
            "Connection: Host",
            "Expect: 100-continue",
            "Expect: 200-ok",
            "Y: " + "y".repeat(40_000),
            "Z: z\r\n".repeat(150) + "Z: z");

    private static final List<String> ODD_HOSTS = List.of(
            "localhost:1",
            "",
            "a b",
            "[::1",
            "[::1]:99999",
            "evil.example",
            "localhost:-1",
            "localhost:x",
            "user@localhost",
            "\u00fc",
            "../..",
            "a".repeat(5_000),
            "localhost, localhost");

    private final Random random;
    private final List<String> paths;
    private final Supplier<String> form;
    private final String cookie;

    /**
     * @param paths of the application under attack, each beginning with '/'
     * @param cookie a cookie that some requests carry, such as that of a token against forged forms
     * @param form a form that some requests carry, perhaps with its token
     */
    public HostileRequests(long seed, List<String> paths, String cookie, Supplier<String> form) {
        this.random = new Random(seed);
        this.paths = paths;
        this.cookie = cookie;
        this.form = form;
    }

    /** The bytes of the next request. */
    public byte[] next() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] body = body();
        write(bytes, requestLine() + "\r\n");
        headers(body).forEach(line -> write(bytes, line + "\r\n"));
        write(bytes, one(20) ? "" : "\r\n"); // an end of the headers that never comes
        bytes.writeBytes(body);
        byte[] request = bytes.toByteArray();
        return one(12) ? damaged(request) : request;
    }

    private String requestLine() {
        String target = pick(paths) + (one(4) ? pick(TAILS) : "") + (one(4) ? pick(QUERIES) : "");
        if (one(25)) {
            target = pick(
                    List.of("*", "http://evil.example" + target, "localhost:80", "", "//" + target, "evil" + target));
        }
        String method = one(10) ? pick(ODD_METHODS) : pick(METHODS);
        return method + " " + target + " " + (one(20) ? pick(ODD_VERSIONS) : "HTTP/1.1");
    }

    private List<String> headers(byte[] body) {
        List<String> lines = new ArrayList<>();
        if (!one(30)) {
            lines.add("Host: " + (one(10) ? pick(ODD_HOSTS) : "localhost"));
        }
        for (int more = random.nextInt(4); more > 0; more--) {
            lines.add(pick(NAMES) + ": " + pick(VALUES));
        }
        if (one(2)) {
            lines.add("Cookie: " + (one(2) ? cookie : pick(COOKIES)));
        }
        if (one(10)) {
            lines.add(pick(LINES));
        }
        if (body.length > 0) {
            lines.add("Content-Type: " + (one(2) ? CONTENT_TYPES.get(0) : pick(CONTENT_TYPES)));
            lines.add(one(8) ? "Transfer-Encoding: chunked" : "Content-Length: " + length(body));
        }
        return lines;
    }

    private int length(byte[] body) {
        return one(10) ? random.nextInt(2 * body.length) : body.length;
    }

    private byte[] body() {
        switch (random.nextInt(16)) {
            case 0:
                return bytes(form.get());
            case 1:
                return bytes("a=%&b=%zz&" + "c=d&".repeat(random.nextInt(3_000)));
            case 2:
                return noise(random.nextInt(3_000));
            case 3:
                return bytes("{\"a\":".repeat(random.nextInt(2_000)));
            case 4:
                return bytes("--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"../../b\"\r\n\r\nc\r\n--x");
            case 5:
                return bytes(pick(List.of(
                        "5\r\nhello\r\n0\r\nAuth-User: x\r\n\r\n",
                        "FFFFFFFFFFFFFFFF\r\nx",
                        "-1\r\n\r\n",
                        "5;" + "e".repeat(9_000) + "\r\nhello\r\n0\r\n\r\n",
                        "zz\r\n",
                        "0\r\n" + "T: t\r\n".repeat(2_000) + "\r\n")));
            case 6:
                return bytes("username=dwho\0&password=" + "p".repeat(random.nextInt(20_000)));
            case 7:
                return one(20) ? noise(3_000_000) : noise(100); // over Tomcat's limit for forms
            default:
                return new byte[0];
        }
    }

    private byte[] damaged(byte[] request) {
        for (int changes = 1 + random.nextInt(4); changes > 0 && request.length > 0; changes--) {
            request[random.nextInt(Math.min(request.length, 300))] = (byte) random.nextInt(256);
        }
        return request;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        bytes.writeBytes(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

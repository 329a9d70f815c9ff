package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSessionCodecTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** Of a value of a megabyte: its text, and per item at worst a map. */
    private static final long MOST_ALLOCATED = 150L << 20;

    private static final long MOST_CPU_NANOS = 3_000_000_000L;

    private final SessionCodec codec = new JsonSessionCodec();

    @Test
    void a_session_reads_back_as_it_was_written() throws SessionFormatException {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("uid", "dwho");
        attributes.put("cn", "Doctor Who €  \"\\ 𝄞");
        attributes.put("number", 42);
        attributes.put("big", new BigInteger("123456789012345678901234567890"));
        attributes.put("ratio", 0.5);
        attributes.put("admin", false);
        attributes.put("nothing", null);
        attributes.put("roles", List.of("user", "admin"));
        attributes.put("nested", Map.of("a", List.of(Map.of("b", 1L))));
        StoredSession session = StoredSession.startingAt(NOW, Duration.ofMinutes(30), Duration.ofHours(8), attributes);

        StoredSession read = read(write(session));

        assertThat(read).isEqualTo(session);
        assertThat(read.attributes()).containsEntry("number", 42L);
    }

    @Test
    void never_is_left_out() throws SessionFormatException {
        StoredSession session = StoredSession.startingAt(NOW, Duration.ZERO, Duration.ZERO, Map.of());
        byte[] json = write(session);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"version\":1,\"createdAt\":1795348800000,\"lastUsedAt\":1795348800000,\"revision\":1,\"attributes\":{}}");
        assertThat(read(json).isLiveAt(Instant.MAX)).isTrue();
    }

    @Test
    void fields_of_a_later_writer_are_ignored() throws SessionFormatException {
        String json = "{\"version\":1,\"new\":{},\"createdAt\":1,\"lastUsedAt\":2,\"attributes\":{\"uid\":\"dwho\"}}";
        assertThat(read(json.getBytes(StandardCharsets.UTF_8)).attributes()).containsEntry("uid", "dwho");
    }

    /** The same, whether they were given by an application or read. */
    @Test
    void attributes_are_unmodifiable_at_every_depth() throws SessionFormatException {
        StoredSession given = start(Map.of("map", Map.of("list", List.of("x"))));
        for (StoredSession session : List.of(given, read(write(given)))) {
            Map<String, Object> attributes = session.attributes();
            Map<?, ?> map = (Map<?, ?>) attributes.get("map");
            List<?> list = (List<?>) map.get("list");
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> attributes.put("uid", "rose"));
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> attributes.remove("map"));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> attributes.entrySet().iterator().next().setValue("x"));
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(attributes::clear);
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(map::clear);
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(list::clear);
        }
    }

    @Test
    void attributes_nest_as_deep_in_what_is_read_as_in_what_is_written() throws SessionFormatException {
        String deepest = nested(32);
        assertThat(read(write(read(json(deepest))))).isEqualTo(read(json(deepest)));
        assertThatExceptionOfType(SessionFormatException.class).isThrownBy(() -> read(json(nested(33))));
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private static byte[] json(String attributes) {
        return ("{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":" + attributes + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"text\"",
                "[]",
                "{}",
                "{",
                "{\"version\":2,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{}}",
                "{\"version\":\"1\",\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{}}",
                "{\"version\":1,\"lastUsedAt\":1,\"attributes\":{}}",
                "{\"version\":1,\"createdAt\":\"x\",\"lastUsedAt\":1,\"attributes\":{}}",
                "{\"version\":1,\"createdAt\":1.5,\"lastUsedAt\":1,\"attributes\":{}}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":[]}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":null}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{}} trailing",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{\"a\":1,\"a\":2}}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{\"a\":null,\"a\":null}}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{\"b\":[{\"a\":1,\"a\":1}]}}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"createdAt\":1,\"attributes\":{}}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"new\":1,\"new\":1,\"attributes\":{}}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{\"\\ud800\":1}}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{\"a\":NaN}}",
                "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{\"a\":1e999}}",
                "{\"version\":1,\"createdAt\":99999999999999999999999,\"lastUsedAt\":1,\"attributes\":{}}",
                "0123456789abcdef0123456789abcdef"
            })
    void what_is_no_session_is_refused_in_one_way(String text) {
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void deep_nesting_is_refused() {
        String deep = "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{\"a\":" + "[".repeat(100_000)
                + "]".repeat(100_000) + "}}";
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> read(deep.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_refusal_does_not_quote_the_value() {
        byte[] secret = "{\"version\":1,\"secret\":hunter2}".getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> read(secret))
                .withMessageNotContaining("hunter2")
                .withNoCause();
    }

    @Test
    void damaged_values_are_refused_or_read_but_never_crash() {
        byte[] good = write(StoredSession.startingAt(
                NOW, Duration.ofMinutes(1), Duration.ZERO, Map.of("uid", "dwho", "roles", List.of("user"))));
        Random random = new Random(20261122);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int j = random.nextInt(4); j > 0 && damaged.length > 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                read(damaged);
            } catch (SessionFormatException expected) {
                // the one way to refuse
            }
        }
    }

    /** A megabyte of what might take more than its share of memory or time. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{\"a\":",
                "1",
                "0.",
                "-1e9,",
                "\"\\u00e9",
                "[],",
                "{},",
                "\"a\":1,",
                "null,",
                " ",
                "\\",
                "\u00e9"
            })
    void hostile_values_take_bounded_memory_and_time(String item) {
        String many = item.repeat((1 << 20) / item.length());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String prefix :
                List.of("", "{\"version\":1,\"createdAt\":1,\"lastUsedAt\":1,\"attributes\":{\"a\":[", "[", "\"")) {
            byte[] hostile = (prefix + many).getBytes(StandardCharsets.UTF_8);
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long start = threads.getCurrentThreadCpuTime();
            assertThatExceptionOfType(SessionFormatException.class).isThrownBy(() -> read(hostile));
            assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MOST_ALLOCATED);
            assertThat(threads.getCurrentThreadCpuTime() - start).isLessThan(MOST_CPU_NANOS);
        }
    }

    @Test
    void only_data_can_be_an_attribute() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(Map.of("when", NOW)))
                .withMessageContaining("'when'")
                .withMessageContaining("java.time.Instant");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(Map.of("a", Map.of("b", Double.NaN))))
                .withMessageContaining("'a.b'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(Map.of("a", Map.of(1, "x"))))
                .withMessageContaining("'a'");
    }

    /** Else a session could be stored that nobody can read again. */
    @Test
    void what_no_reader_would_take_is_not_written() throws SessionFormatException {
        BigInteger largest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        String longest = "n".repeat(900_000);
        StoredSession limits = start(Map.of("n", largest, "m", largest.negate(), longest, "x"));
        assertThat(read(write(limits))).isEqualTo(limits);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(Map.of("n", largest.add(BigInteger.ONE))))
                .withMessageContaining("'n'");
        assertThatIllegalArgumentException().isThrownBy(() -> start(Map.of("a", Map.of("\ud800", "x"))));
    }

    private byte[] write(StoredSession session) {
        return codec.encode("session:a", session, null).bytes();
    }

    private StoredSession read(byte[] json) throws SessionFormatException {
        return codec.decode("session:a", new EncodedSession(json, 0));
    }

    private static StoredSession start(Map<String, Object> attributes) {
        return StoredSession.startingAt(NOW, Duration.ZERO, Duration.ZERO, attributes);
    }
}

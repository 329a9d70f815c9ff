package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every codec does. A subclass for each names its own. */
abstract class SessionCodecContract {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String ID = "0123456789abcdef0123456789abcdef";

    private static final long SEED = 20261124;
    private static final int DAMAGED = 20_000;

    /** The codec, which is not asked for the time of what it has written itself. */
    abstract SessionCodec codec();

    static Clock clock() {
        return Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC);
    }

    @Test
    void a_session_reads_back_as_it_was_written() throws SessionFormatException {
        StoredSession session = session();
        EncodedSession stored = codec().encode(ID, session, null);
        StoredSession read = codec().decode(ID, stored);

        assertThat(read.attributes()).isEqualTo(session.attributes());
        assertThat(read.createdAt()).isEqualTo(session.createdAt());
        assertThat(read.lastUsedAt()).isEqualTo(session.lastUsedAt());
        assertThat(read.endsAt()).isEqualTo(session.endsAt());
        assertThat(read.expiresAt()).isIn(session.expiresAt(), session.endsAt()); // or memcached keeps it
        assertThat(read.revision()).isEqualTo(session.revision());
        assertThat(read.booked()).isFalse();
    }

    @Test
    void never_stays_never() throws SessionFormatException {
        StoredSession endless = StoredSession.startingAt(NOW, Duration.ZERO, Duration.ZERO, Map.of("uid", "dwho"));
        assertThat(again(endless)).isEqualTo(endless);
    }

    @Test
    void a_session_without_attributes_is_no_booking() throws SessionFormatException {
        StoredSession empty = StoredSession.startingAt(NOW, Duration.ZERO, Duration.ofHours(1), Map.of());
        assertThat(again(empty)).isEqualTo(empty);
    }

    @Test
    void a_booking_stays_a_booking_until_it_is_saved() throws SessionFormatException {
        StoredSession booking = StoredSession.startingAt(NOW, Duration.ofMinutes(30), Duration.ofHours(8), Map.of())
                .asBooking();
        EncodedSession booked = codec().encode(ID, booking, null);
        StoredSession read = codec().decode(ID, booked);
        assertThat(read.booked()).isTrue();
        assertThat(read.attributes()).isEmpty();
        assertThat(read.isLiveAt(clock().instant())).isTrue();

        assertThat(codec().decode(ID, codec().encode(ID, session(), booked)).booked())
                .isFalse();
    }

    @Test
    void what_replaces_another_reads_as_if_it_were_the_first() throws SessionFormatException {
        EncodedSession first = codec().encode(ID, session(), null);
        Map<String, Object> attributes = new HashMap<>(codec().decode(ID, first).attributes());
        attributes.put("cn", "Another");
        attributes.put("added", List.of("x"));
        attributes.remove("nested");
        StoredSession changed = codec().decode(ID, first)
                .withAttributes(attributes)
                .usedAt(NOW.plusSeconds(60), Duration.ofMinutes(30));

        EncodedSession second = codec().encode(ID, changed, first);
        StoredSession read = codec().decode(ID, second);
        assertThat(read.attributes()).isEqualTo(attributes);
        assertThat(read.lastUsedAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(read.createdAt()).isEqualTo(NOW);
        assertThat(read.revision()).isEqualTo(changed.revision());
    }

    /** The store replaces what it cannot read as it replaces nothing. */
    @Test
    void what_replaces_no_session_is_written_all_the_same() throws SessionFormatException {
        for (int flags = 0; flags < 4; flags++) {
            EncodedSession garbage = new EncodedSession("garbage".getBytes(StandardCharsets.UTF_8), flags);
            EncodedSession stored = codec().encode(ID, session(), garbage);
            assertThat(codec().decode(ID, stored).attributes())
                    .isEqualTo(session().attributes());
        }
    }

    @ParameterizedTest
    @MethodSource("whatIsNoSession")
    void what_is_no_session_is_refused_in_one_way(byte[] bytes) {
        int own = codec().encode(ID, session(), null).flags();
        for (int flags : new int[] {0, 1, 2, 3, own, -1}) {
            assertRefused(ID, new EncodedSession(bytes, flags));
        }
    }

    static Stream<byte[]> whatIsNoSession() {
        return Stream.concat(
                Stream.of("", " ", "null", "{}", "[]", ID, "\u0005\u000b\u0003\0\0\0\0", "rO0ABXNy")
                        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1)),
                Stream.of("aced00057372", "1f8b0800", "050b0300000001", "00", "ff".repeat(1000))
                        .map(HexFormat.of()::parseHex));
    }

    /** Cut anywhere, or with any byte changed: refused or read, in bounded time, and nothing else is thrown. */
    @Test
    void a_damaged_session_is_refused_or_read() {
        EncodedSession good = codec().encode(ID, session(), null);
        for (int length = 0; length < good.bytes().length; length++) {
            assertRefused(ID, new EncodedSession(Arrays.copyOf(good.bytes(), length), good.flags()));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < DAMAGED; i++) {
            byte[] damaged = good.bytes().clone();
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                codec().decode(ID, new EncodedSession(damaged, good.flags()));
            } catch (SessionFormatException expected) {
                assertSaysNothing(expected);
            }
        }
    }

    @Test
    void the_refusal_quotes_nothing() {
        EncodedSession good = codec().encode(ID, session(), null);
        for (int i = 0; i < good.bytes().length; i++) {
            byte[] damaged = good.bytes().clone();
            damaged[i] ^= (byte) 0xff;
            try {
                codec().decode(ID, new EncodedSession(damaged, good.flags()));
            } catch (SessionFormatException e) {
                assertSaysNothing(e);
            }
        }
    }

    @Test
    void what_was_written_can_be_read_or_is_refused_at_once() throws SessionFormatException {
        List<Object> tooMany = new ArrayList<>();
        for (int i = 0; i < 150_000; i++) {
            tooMany.add(1);
        }
        StoredSession large =
                StoredSession.startingAt(NOW, Duration.ZERO, Duration.ZERO, Map.of("list", tooMany, "x", "y"));
        EncodedSession stored;
        try {
            stored = codec().encode(ID, large, null);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("values");
            return;
        }
        assertThat(codec().decode(ID, stored).attributes()).isEqualTo(large.attributes());
    }

    @Test
    void an_unpaired_surrogate_is_refused() {
        StoredSession session =
                StoredSession.startingAt(NOW, Duration.ZERO, Duration.ZERO, Map.of("uid", "dwho\ud800"));
        assertReadsBackOrRefused(session);
    }

    private void assertReadsBackOrRefused(StoredSession session) {
        EncodedSession stored;
        try {
            stored = codec().encode(ID, session, null);
        } catch (IllegalArgumentException e) {
            return;
        }
        try {
            assertThat(codec().decode(ID, stored).attributes().keySet())
                    .isEqualTo(session.attributes().keySet());
        } catch (SessionFormatException e) {
            throw new AssertionError("It was written and cannot be read", e);
        }
    }

    final void assertRefused(String name, EncodedSession stored) {
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> codec().decode(name, stored))
                .satisfies(SessionCodecContract::assertSaysNothing);
    }

    private static void assertSaysNothing(SessionFormatException e) {
        assertThat(e).hasNoCause();
        assertThat(e.getMessage()).doesNotContain("dwho", "Doctor", "garbage", ID);
    }

    /** Text, numbers of 32 bits, null, lists and maps: what every codec gives back as it was. */
    static StoredSession session() {
        Map<String, @Nullable Object> attributes = new HashMap<>();
        attributes.put("uid", "dwho");
        attributes.put("cn", "Doctor Who €  \"\\ 𝄞 é \0");
        attributes.put("number", 42);
        attributes.put("negative", -2_000_000_000);
        attributes.put("nothing", null);
        attributes.put("", "");
        attributes.put("roles", List.of("user", "admin"));
        attributes.put("nested", Map.of("a", List.of(Map.of("b", 1L), List.of(), Map.of())));
        return StoredSession.startingAt(NOW, Duration.ofMinutes(30), Duration.ofHours(8), attributes);
    }

    private StoredSession again(StoredSession session) throws SessionFormatException {
        return codec().decode(ID, codec().encode(ID, session, null));
    }

    @Test
    void only_data_can_be_an_attribute() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec().encode(
                                ID,
                                StoredSession.startingAt(NOW, Duration.ZERO, Duration.ZERO, Map.of("when", NOW)),
                                null))
                .withMessageContaining("'when'");
    }
}

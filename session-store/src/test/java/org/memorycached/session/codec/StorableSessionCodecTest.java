package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableSessionCodecTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(30);
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String SESSION_ID = "0a20" + hex(ID) + "0000000b" + hex("_session_id");
    private static final String UID = "0a0464776f68" + "00000003" + hex("uid"); // "dwoh"

    private final StorableSessionCodec codec =
            new StorableSessionCodec(100_000, Clock.fixed(NOW, ZoneOffset.UTC), IDLE_TIMEOUT);

    @Test
    void what_java_writes() {
        StoredSession session = new StoredSession(
                Instant.ofEpochMilli(1795348800000L),
                Instant.ofEpochMilli(1795348800001L),
                Instant.ofEpochMilli(1795348800002L),
                Instant.ofEpochMilli(1795348800003L),
                false,
                3,
                Map.of("uid", "dwoh"));
        EncodedSession stored = codec.encode(ID, session, null);
        assertThat(stored.flags()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(stored.bytes()))
                .isEqualTo("050b03" + "00000006" + SESSION_ID
                        + "0a0d" + hex("1795348800000") + "00000010" + hex("_java_created_ms")
                        + "0a0d" + hex("1795348800001") + "00000012" + hex("_java_last_used_ms")
                        + "0a0d" + hex("1795348800003") + "0000000d" + hex("_java_ends_ms")
                        + "0883" + "0000000e" + hex("_java_revision")
                        + UID);
    }

    /** As Perl's own booking, byte for byte: a node's local tier must not take it for a session. */
    @Test
    void javas_booking_is_perls() throws SessionFormatException {
        StoredSession booking = StoredSession.startingAt(NOW, IDLE_TIMEOUT, Duration.ofHours(8), Map.of())
                .asBooking();
        byte[] stored = codec.encode(ID, booking, null).bytes();
        assertThat(HexFormat.of().formatHex(stored)).isEqualTo("050b03" + "00000001" + SESSION_ID);
        assertThat(read(SESSION_ID).booked()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(
                        ID, booking.withAttributes(Map.of("uid", "dwho")).asBooking(), null));
    }

    @Test
    void a_session_of_perls_has_no_field_of_javas() throws SessionFormatException {
        StoredSession session = read(SESSION_ID, UID);
        assertThat(session.attributes()).isEqualTo(Map.of("uid", "dwoh"));
        assertThat(session.booked()).isFalse();
        assertThat(session.endsAt()).isNull();
        assertThat(session.expiresAt()).isNull();
        assertThat(session.revision()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"096a01edc0", "0a0a31373738353131323936"}) // a number, and text as a form gives it
    void lemonldaps_time_is_the_time_of_its_sessions(String value) throws SessionFormatException {
        StoredSession session = read(SESSION_ID, UID, value + "00000006" + hex("_utime"));
        assertThat(session.createdAt()).isEqualTo(session.lastUsedAt());
        assertThat(session.createdAt().getEpochSecond()).isEqualTo(1778511296L);
        assertThat(session.attributes()).containsKey("_utime");
    }

    /** Due for a touch, which records it; neither the year 1970 nor the moment of each reading. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "05", // undef
                "0a03616263", // abc
                "0a0a39393939393939393939", // the year 2286
                "0a143939393939393939393939393939393939393939", // never
                "0a0331652b", // 1e+
                "0800" // -128
            })
    void without_a_time_a_session_counts_as_old_as_memcached_keeps_it(String value) throws SessionFormatException {
        StoredSession session = read(SESSION_ID, UID, value + "00000006" + hex("_utime"));
        assertThat(session.createdAt()).isEqualTo(NOW.minus(IDLE_TIMEOUT));
        assertThat(session.lastUsedAt()).isEqualTo(NOW.minus(IDLE_TIMEOUT));
        assertThat(read(SESSION_ID, UID).lastUsedAt()).isEqualTo(NOW.minus(IDLE_TIMEOUT));
    }

    @Test
    void javas_first_write_records_the_times_of_perls_session() throws SessionFormatException {
        EncodedSession perls = stored(SESSION_ID, UID);
        StoredSession touched = codec.decode(ID, perls).usedAt(NOW, IDLE_TIMEOUT);
        StoredSession read = codec.decode(ID, codec.encode(ID, touched, perls));
        assertThat(read.createdAt()).isEqualTo(NOW.minus(IDLE_TIMEOUT));
        assertThat(read.lastUsedAt()).isEqualTo(NOW);
        assertThat(read.endsAt()).isNull();
        assertThat(read.revision()).isEqualTo(1);
    }

    @Test
    void what_java_does_not_change_keeps_its_bytes() throws SessionFormatException {
        String latin1 = "0a01e9" + "00000002" + hex("cn");
        String numberAsText = "0a0131" + "00000006" + hex("number");
        EncodedSession perls = stored(latin1, SESSION_ID, numberAsText, UID);
        Map<String, Object> attributes = new HashMap<>(codec.decode(ID, perls).attributes());
        attributes.put("uid", "changed");
        StoredSession changed = codec.decode(ID, perls).withAttributes(attributes);
        assertThat(HexFormat.of().formatHex(codec.encode(ID, changed, perls).bytes()))
                .startsWith("050b03" + "00000007" + latin1 + SESSION_ID + numberAsText + "0a07" + hex("changed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_session_id", "_java_created_ms", "_java_last_used_ms", "_java_ends_ms", "_java_revision"})
    void the_stores_own_fields_are_no_attributes(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(
                        ID, StoredSession.startingAt(NOW, IDLE_TIMEOUT, Duration.ZERO, Map.of(name, "x")), null))
                .withMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, -1, 256})
    void other_flags_are_no_session(int flags) {
        EncodedSession reference = new EncodedSession(ID.getBytes(StandardCharsets.US_ASCII), flags);
        assertThatExceptionOfType(SessionFormatException.class).isThrownBy(() -> codec.decode(ID, reference));
        EncodedSession other = new EncodedSession(stored(SESSION_ID, UID).bytes(), flags);
        assertThatExceptionOfType(SessionFormatException.class).isThrownBy(() -> codec.decode(ID, other));
    }

    /** Such as what another program of Perl's keeps under an MD5 in the same memcached. */
    @Test
    void a_hash_that_is_not_the_session_of_this_id_is_refused() {
        assertRefused(stored(UID), "id");
        assertRefused(stored(SESSION_ID.replace("3031", "3032"), UID), "id");
        assertRefused(stored("05" + "0000000b" + hex("_session_id"), UID), "id");
        assertRefused(stored(), "id");
    }

    @Test
    void a_field_of_javas_that_is_no_number_is_refused() {
        for (String name : List.of("_java_created_ms", "_java_last_used_ms", "_java_ends_ms", "_java_revision")) {
            for (String value : List.of("05", "0a0178", "0a00", "0a0131", "0a20" + "39".repeat(32))) {
                EncodedSession stored = stored(SESSION_ID, UID, value + "%08x".formatted(name.length()) + hex(name));
                if (value.equals("0a0131")) {
                    assertThat(decoded(stored).attributes()).containsOnlyKeys("uid");
                } else {
                    assertRefused(stored, name);
                }
            }
        }
    }

    /** The reader's limit is that of every session. */
    @Test
    void as_deep_as_attributes_may_be() throws SessionFormatException {
        String name = "00000001" + hex("a");
        String list = "040200000001"; // of one item
        StoredSession deepest = read(SESSION_ID, list.repeat(Attributes.MAX_DEPTH - 1) + "05" + name);
        assertThat(codec.decode(ID, codec.encode(ID, deepest, null)).attributes())
                .isEqualTo(deepest.attributes());
        assertRefused(stored(SESSION_ID, list.repeat(Attributes.MAX_DEPTH) + "05" + name), "levels");
        assertRefused(stored(SESSION_ID, list.repeat(10_000) + "05" + name), "levels");
    }

    @Test
    void what_is_too_large_to_be_read_is_left_to_the_store() {
        StoredSession large =
                StoredSession.startingAt(NOW, IDLE_TIMEOUT, Duration.ZERO, Map.of("a", "x".repeat(200_000)));
        EncodedSession stored = codec.encode(ID, large, null);
        assertThat(stored.bytes().length).isGreaterThan(200_000);
        assertRefused(stored, "100000");
    }

    private void assertRefused(EncodedSession stored, String message) {
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> codec.decode(ID, stored))
                .withMessageContaining(message)
                .withNoCause();
    }

    private StoredSession decoded(EncodedSession stored) {
        try {
            return codec.decode(ID, stored);
        } catch (SessionFormatException e) {
            throw new AssertionError(e);
        }
    }

    private StoredSession read(String... entries) throws SessionFormatException {
        return codec.decode(ID, stored(entries));
    }

    private static EncodedSession stored(String... entries) {
        String hex = "050b03" + "%08x".formatted(entries.length) + String.join("", entries);
        return new EncodedSession(HexFormat.of().parseHex(hex), 1);
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}

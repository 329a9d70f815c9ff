package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.PerlSessions;
import org.memorycached.session.testing.RawValues;
import org.memorycached.session.testing.RawValues.RawValue;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;

/** Real Perl and Java on the same sessions, on three real servers. Java writes with no client library in between. */
@RequiresRealMemcached
class StorableSessionPerlTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final int SERVERS = 3;
    private static final String JAVAS_ID = "ffeeddccbbaa99887766554433221100";

    private static final List<MemcachedInstance> MEMCACHED = new ArrayList<>();
    private static final List<RawValues> VALUES = new ArrayList<>();
    private static Optional<PerlSessions> peer = Optional.empty();
    private static Optional<PerlSessions> updateOnlyPeer = Optional.empty();

    private final SessionCodec codec = new StorableSessionCodec(1_000_000, Clock.systemUTC(), TIMEOUT);

    @BeforeAll
    static void start() throws IOException {
        for (int i = 0; i < SERVERS; i++) {
            MEMCACHED.add(RealMemcached.start());
            VALUES.add(new RawValues(MEMCACHED.get(i).address()));
        }
        List<String> addresses =
                MEMCACHED.stream().map(MemcachedInstance::address).toList();
        peer = PerlSessions.start(addresses, TIMEOUT, "uid", false);
        updateOnlyPeer = PerlSessions.start(addresses, TIMEOUT, "uid", true);
        peer.ifPresent(perl -> System.out.println("The sessions' peer is " + perl.version()));
    }

    @BeforeEach
    void requirePerl() {
        assumeTrue(
                peer.isPresent(),
                "It needs perl with Cache::Memcached and Apache::Session: " + PerlSessions.HOW_TO_GET_IT);
    }

    @AfterAll
    static void end() throws IOException {
        peer.ifPresent(PerlSessions::close);
        updateOnlyPeer.ifPresent(PerlSessions::close);
        for (RawValues values : VALUES) {
            values.close();
        }
        MEMCACHED.forEach(MemcachedInstance::close);
    }

    @Test
    void java_reads_a_session_of_perls() throws Exception {
        String id =
                perl().create(Map.of("uid", "dwho", "cn", "Doctor Who €", "roles", List.of("user", "admin"), "n", 7));
        StoredSession session = codec.decode(id, stored(id));
        assertThat(session.attributes())
                .containsEntry("cn", "Doctor Who €")
                .containsEntry("roles", List.of("user", "admin"))
                .containsEntry("n", 7L)
                .containsEntry("uid_MD5", "5efe8af397fc3577e05b483aca964f1b")
                .doesNotContainKey("_session_id");
        assertThat(session.booked()).isFalse();
    }

    @Test
    void perl_reads_a_session_of_javas() throws Exception {
        StoredSession session = new StoredSession(
                NOW,
                NOW,
                null,
                NOW.plusSeconds(60),
                false,
                1,
                Map.of("uid", "rtyler", "roles", List.of("user"), "é", 1));
        put(JAVAS_ID, codec.encode(JAVAS_ID, session, null));
        assertThat(perl().read(JAVAS_ID).orElseThrow())
                .containsEntry("_session_id", JAVAS_ID)
                .containsEntry("uid", "rtyler")
                .containsEntry("roles", List.of("user"))
                .containsEntry("é", 1)
                .containsEntry("_java_created_ms", "" + NOW.toEpochMilli())
                .containsEntry("_java_revision", 1)
                .hasSize(8);
    }

    @Test
    void perl_keeps_what_only_java_knows() throws Exception {
        StoredSession session =
                new StoredSession(NOW, NOW.plusMillis(1), null, NOW.plusSeconds(60), false, 5, Map.of("uid", "mjones"));
        put(JAVAS_ID, codec.encode(JAVAS_ID, session, null));
        assertThat(perl().change(JAVAS_ID, Map.of("cn", "Martha"))).isTrue();

        StoredSession changed = codec.decode(JAVAS_ID, stored(JAVAS_ID));
        assertThat(changed.attributes()).containsEntry("cn", "Martha").containsEntry("uid", "mjones");
        assertThat(changed.createdAt()).isEqualTo(NOW);
        assertThat(changed.lastUsedAt()).isEqualTo(NOW.plusMillis(1));
        assertThat(changed.endsAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(changed.revision()).isEqualTo(5);
    }

    @Test
    void what_java_leaves_alone_is_to_perl_as_it_was() throws Exception {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("uid", "dwho");
        attributes.put("text", "42");
        attributes.put("number", 42);
        attributes.put("ratio", 0.25);
        attributes.put("large", 4_294_967_296L);
        attributes.put("latin1", "é");
        attributes.put("list", List.of(1, "1", List.of(), Map.of("a", "b")));
        String id = perl().create(attributes);
        Map<String, Object> before = perl().read(id).orElseThrow();
        EncodedSession perls = stored(id);

        StoredSession session = codec.decode(id, perls);
        Map<String, Object> changed = new LinkedHashMap<>(session.attributes());
        changed.put("cn", "Doctor");
        put(id, codec.encode(id, session.withAttributes(changed).usedAt(Instant.now(), TIMEOUT), perls));

        Map<String, Object> after = perl().read(id).orElseThrow();
        assertThat(after).containsAllEntriesOf(before).containsEntry("cn", "Doctor");
        assertThat(perl().change(id, Map.of("cn", "Who"))).isTrue();
        assertThat(codec.decode(id, stored(id)).attributes()).containsEntry("cn", "Who");
    }

    @Test
    void a_booking_is_one_to_either() throws Exception {
        String id = perl().book();
        EncodedSession perls = stored(id);
        assertThat(codec.decode(id, perls).booked()).isTrue();

        StoredSession booking =
                StoredSession.startingAt(NOW, TIMEOUT, TIMEOUT, Map.of()).asBooking();
        assertThat(codec.encode(id, booking, null).bytes()).isEqualTo(perls.bytes());
        put(JAVAS_ID, codec.encode(JAVAS_ID, booking, null));
        assertThat(perl().read(JAVAS_ID)).contains(Map.of("_session_id", JAVAS_ID));
    }

    @Test
    void with_update_only_perl_writes_nothing_before_it_saves() throws Exception {
        PerlSessions updateOnly = updateOnlyPeer.orElseThrow();
        assertThat(find(updateOnly.book())).isEmpty();
        String id = updateOnly.create(Map.of("uid", "dnoble"));
        assertThat(codec.decode(id, stored(id)).attributes()).containsEntry("uid", "dnoble");
    }

    /** The cookie MD5(uid) tells nothing, however much it looks like an id. */
    @Test
    void a_reference_of_perls_is_no_session() throws Exception {
        String id = perl().create(Map.of("uid", "jharkness"));
        String reference =
                codec.decode(id, stored(id)).attributes().get("uid_MD5").toString();
        assertThat(new String(stored(reference).bytes(), StandardCharsets.US_ASCII))
                .isEqualTo(id);
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> codec.decode(reference, stored(reference)));
        assertThat(perl().findByPrincipal("jharkness")).contains(id);
        assertThat(perl().delete(id)).isTrue();
        assertThat(find(id)).isEmpty();
        assertThat(find(reference)).isEmpty();
        assertThat(perl().findByPrincipal("jharkness")).isEmpty();
        assertThat(perl().read(id)).isEmpty();
    }

    /** The formula that Java's placement must follow. */
    @Test
    void perl_places_keys_by_their_crc32() throws Exception {
        int[] keysOf = new int[SERVERS];
        for (int i = 0; i < 300; i++) {
            String id = perl().book();
            int server = perl().serverOf(id);
            assertThat(server).isEqualTo(place(id));
            assertThat(VALUES.get(server).get(id)).isPresent();
            keysOf[server]++;
        }
        assertThat(Arrays.stream(keysOf).min().orElse(0)).isGreaterThan(50);
    }

    private static int place(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.US_ASCII));
        return (int) ((crc.getValue() >> 16 & 0x7fff) % SERVERS);
    }

    private static EncodedSession stored(String key) throws IOException {
        return find(key).orElseThrow();
    }

    private static Optional<EncodedSession> find(String key) throws IOException {
        return VALUES.get(place(key)).get(key).map(StorableSessionPerlTest::encoded);
    }

    private static EncodedSession encoded(RawValue value) {
        return new EncodedSession(value.bytes(), value.flags());
    }

    private static void put(String key, EncodedSession session) throws IOException {
        VALUES.get(place(key)).set(key, session.bytes(), session.flags());
    }

    private static PerlSessions perl() {
        return peer.orElseThrow();
    }
}

package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real Perl and Java on the same bytes. */
class StorablePerlTest {

    private static final long SEED = 20261123;

    private static Optional<PerlPeer> peer = Optional.empty();

    private final StorableFormat format = new StorableFormat();

    @BeforeAll
    static void startPerl() throws URISyntaxException {
        peer = PerlPeer.start();
        peer.ifPresent(perl -> System.out.println("Storable's peer is " + perl.version()));
    }

    @BeforeEach
    void requirePerl() {
        assumeTrue(peer.isPresent(), "It needs perl with Storable, and there is none here: " + PerlPeer.HOW_TO_GET_IT);
    }

    @AfterAll
    static void endPerl() {
        peer.ifPresent(PerlPeer::close);
    }

    @Test
    void java_reads_what_perl_nests() throws SessionFormatException {
        assertThat(frozen("empty")).isEmpty();
        assertThat(frozen("nested"))
                .isEqualTo(Map.of(
                        "list",
                        List.of(1L, List.of(), Map.of(), List.of(List.of(Map.of("deep", List.of("down"))))),
                        "hash",
                        Map.of("a", Collections.singletonMap("b", null))));
        assertThat(frozen("undefs"))
                .containsEntry("undef", null)
                .containsEntry("list", Arrays.asList(null, 1L, null))
                .containsEntry("holes", Arrays.asList(null, null, 1L));
        assertThat(frozen("weighty")).hasSize(200);
    }

    @Test
    void java_reads_perls_texts() throws SessionFormatException {
        assertThat(frozen("texts"))
                .isEqualTo(Map.of(
                        "",
                        "",
                        "short",
                        "x".repeat(255),
                        "long",
                        "x".repeat(256),
                        "nul",
                        "a\0b",
                        "€",
                        "€",
                        "é",
                        "été"));
        assertThat(frozen("utf8")).isEqualTo(Map.of("short", "é".repeat(127), "long", "é".repeat(128), "beyond", "𝄞"));
        assertThat(frozen("bytes")).isEqualTo(Map.of("latin1", "été", "utf8", "été", "été", 1L, "binary", "ÿþ\0"));
    }

    @Test
    void java_reads_perls_numbers() throws SessionFormatException {
        Map<String, Object> integers = frozen("integers");
        assertThat(integers).hasSize(16);
        integers.forEach((name, value) -> {
            BigInteger number = new BigInteger(name.substring(1));
            assertThat(value).isEqualTo(number.bitLength() < 32 ? (Object) number.longValue() : number.toString());
        });
        assertThat(frozen("doubles"))
                .containsEntry("half", "0.5")
                .containsEntry("large", "1e+20")
                .containsEntry("small", "1e-07")
                .containsEntry("whole", 3L)
                .hasEntrySatisfying("third", third -> assertThat((String) third).startsWith("0.333333333333333"));
    }

    /** Perl before 5.36 knows no booleans, and Storable 3.26 not those of 5.36. */
    @Test
    void java_reads_perls_truths() throws SessionFormatException {
        assertThat(frozen("truths")).isIn(Map.of("yes", "1", "no", ""), Map.of("yes", true, "no", false));
    }

    @Test
    void java_reads_what_perl_shares() throws SessionFormatException {
        List<Object> shared = List.of(1L, "two");
        assertThat(frozen("shared")).isEqualTo(Map.of("a", shared, "b", shared, "c", Map.of("d", List.of(shared))));
        assertThat(frozen("twice")).isEqualTo(Map.of("first", shared, "second", shared));
        assertThat(frozen("alias")).isEqualTo(Map.of("a", "x", "b", "x"));
        assertThat(frozen("scalar")).isEqualTo(Map.of("a", "x", "b", "y", "c", List.of(1L)));
    }

    @ParameterizedTest
    @CsvSource({"cycle, cycle", "blessed, blessed", "root, no plain hash", "list, no plain hash", "regexp, blessed"})
    void java_refuses_what_is_no_data(String structure, String message) {
        byte[] stored = perl().freeze(structure);
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> format.read(stored))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty",
                "nested",
                "texts",
                "bytes",
                "utf8",
                "integers",
                "doubles",
                "undefs",
                "shared",
                "twice",
                "alias",
                "scalar",
                "weighty"
            })
    void java_changes_nothing_of_perls_but_what_it_changes(String structure) throws SessionFormatException {
        byte[] stored = perl().freeze(structure);
        Map<String, Object> attributes = new LinkedHashMap<>(format.read(stored));
        assertThat(format.rewrite(stored, attributes)).isEqualTo(stored);

        attributes.put("zzz", "added");
        byte[] more = format.rewrite(stored, attributes);
        assertThat(perl().thaw(more)).contains("'zzz':'added'");
        assertThat(perl().thaw(more).replaceFirst(",?'zzz':'added'", "")).isEqualTo(perl().thaw(stored));
        attributes.remove("zzz");
        assertThat(format.rewrite(more, attributes)).isEqualTo(stored);
    }

    @Test
    void references_stay_shared_when_their_place_changes() throws SessionFormatException {
        byte[] stored = perl().freeze("shared");
        assertThat(perl().thaw(stored)).isEqualTo("{'a':[1,'two'],'b':^1,'c':{'d':[^1]}}");
        Map<String, Object> attributes = new LinkedHashMap<>(format.read(stored));
        attributes.put("b", List.of("new", List.of(), Map.of()));
        assertThat(perl().thaw(format.rewrite(stored, attributes)))
                .isEqualTo("{'a':[1,'two'],'b':['new',[],{}],'c':{'d':[^1]}}");
        attributes.remove("a");
        assertThat(perl().thaw(format.rewrite(stored, attributes)))
                .isEqualTo("{'b':['new',[],{}],'c':{'d':[[1,'two']]}}");
    }

    @Test
    void perl_reads_what_java_writes() {
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("text", "dwho € é");
        attributes.put("é", -129);
        attributes.put("€", Arrays.asList(null, true, false, 1.5, 3000000000L, List.of(), Map.of("ÿ", 0)));
        assertThat(perl().thaw(format.write(attributes)))
                .isEqualTo("{'text':'dwho <20ac> <e9>','<e9>':-129,"
                        + "'<20ac>':[undef,'1','','1.5','3000000000',[],{'<ff>':0}]}");
        assertThat(perl().assign(format.write(attributes))).isEqualTo("ok");
    }

    /** Sorted as Perl sorts them, Java's bytes are Perl's own. */
    @Test
    void java_writes_what_perl_would() throws SessionFormatException {
        RandomAttributes random = new RandomAttributes(new Random(SEED));
        for (int i = 0; i < 1000; i++) {
            Map<String, Object> attributes = random.next();
            byte[] written = format.write(attributes);
            assertThat(HexFormat.of().formatHex(perl().again(written)))
                    .as("seed %d, number %d", SEED, i)
                    .isEqualTo(HexFormat.of().formatHex(written));
            assertThat(perl().assign(written)).isEqualTo("ok");
        }
    }

    private Map<String, Object> frozen(String structure) throws SessionFormatException {
        return format.read(perl().freeze(structure));
    }

    private static PerlPeer perl() {
        return peer.orElseThrow();
    }
}

package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorableFormatTest {

    private final StorableFormat format = new StorableFormat();

    @ParameterizedTest
    @CsvSource({
        "050b 03 00000000,                          {}",
        "050b 03 00000001 0881 00000001 61,         {a=1}",
        "050b 03 00000001 0a0178 00000001 61,       {a=x}",
        "050b 19 00 00000001 0881 01 00000003 e282ac, {€=1}",
        "050b 19 00 00000001 1702c3a9 02 00000001 e9, {é=é}",
        "050b 03 00000001 05 00000001 61,           {a=null}",
        "050b 03 00000001 0800 00000001 61,         {a=-128}",
        "050b 03 00000001 0900000080 00000001 61,   {a=128}",
        "050b 03 00000001 0980000000 00000001 61,   {a=-2147483648}",
        "050b 03 00000001 0402000000020881 0882 00000001 61,     '{a=[1, 2]}'",
        "050b 03 00000001 040300000001 05 00000001 62 00000001 61, {a={b=null}}",
        "050b 03 00000001 041900 00000001 05 01 00000003 e282ac 00000001 61, {a={€=null}}",
    })
    void what_perl_writes_is_read_and_written_the_same(String hex, String text) throws SessionFormatException {
        Map<String, Object> attributes = format.read(bytes(hex));
        assertThat(attributes.toString()).isEqualTo(text);
        assertThat(format.write(attributes)).isEqualTo(bytes(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "01 00000001 78, x", // as no writer of ours writes it
        "18 00000003 e282ac, €",
        "0a 02 c3a9, é", // bytes in UTF-8
        "0a 01 e9, é", // bytes in Latin-1
        "0a 02 c328, Ã(", // not UTF-8, and so Latin-1
        "0a 03 eda080, í\u00a0\u0080", // half a surrogate pair is not UTF-8 either
        "0e, null",
        "1f, null",
        "0f, true",
        "22, true",
        "10, false",
        "23, false",
        "04 0a 01 78, x", // a reference to a scalar
        "04 04 0881, 1",
        "04 04 02 00000001 05, [null]",
    })
    void what_only_others_write_is_read(String value, String text) throws SessionFormatException {
        Map<String, Object> attributes = format.read(bytes("050b 03 00000001 " + value + " 00000001 61"));
        assertThat(String.valueOf(attributes.get("a"))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "04", "0a", "0b", "0c", "ff"})
    void any_minor_version_is_read(String minor) throws SessionFormatException {
        assertThat(format.read(bytes("05" + minor + "03 00000001 0881 00000001 61")))
                .containsEntry("a", 1L);
    }

    @Test
    void a_restricted_hash_with_locked_values_is_read() throws SessionFormatException {
        assertThat(format.read(bytes("050b 19 01 00000001 0881 04 00000001 61")))
                .containsOnly(Map.entry("a", 1L));
    }

    @Test
    void what_perl_has_types_for_reads_back_as_it_was() throws SessionFormatException {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("uid", "dwho");
        attributes.put("", "");
        attributes.put("é", "Doctor Who €  \"\\ 𝄞\u0000");
        attributes.put("€", Arrays.asList(1L, null, -129L, 2147483647L, List.of(), Map.of()));
        attributes.put("255", "x".repeat(255));
        attributes.put("256", "x".repeat(256));
        attributes.put("255é", "x".repeat(253) + "é");
        attributes.put("256é", "x".repeat(254) + "é");
        attributes.put("nested", Map.of("a", List.of(Map.of("ÿ", "ÿ", "b", List.of("c")))));
        Map<String, Object> read = format.read(format.write(attributes));
        assertThat(read).isEqualTo(attributes);
        assertThat(read.keySet()).containsExactlyElementsOf(attributes.keySet());
    }

    @Test
    void what_perl_has_no_types_for_reads_back_as_text() throws SessionFormatException {
        assertThat(readBack(2147483648L)).isEqualTo("2147483648");
        assertThat(readBack(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(readBack(new BigInteger("18446744073709551616"))).isEqualTo("18446744073709551616");
        assertThat(readBack(1.5)).isEqualTo("1.5");
        assertThat(readBack(3.0)).isEqualTo("3");
        assertThat(readBack(-0.1)).isEqualTo("-0.1");
        assertThat(readBack(1e20)).isEqualTo("1e+20");
        assertThat(readBack(1e-7)).isEqualTo("1e-7");
        assertThat(readBack(true)).isEqualTo("1");
        assertThat(readBack(false)).isEqualTo("");
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0.1, 1.0 / 3, Double.MAX_VALUE, Double.MIN_VALUE, 1e15, 1e15 - 1, 123456789.125, 2e-3, -7e22})
    void a_double_keeps_all_its_digits(double value) throws SessionFormatException {
        assertThat(Double.parseDouble((String) readBack(value))).isEqualTo(value);
    }

    @Test
    void what_is_read_cannot_be_changed() throws SessionFormatException {
        Map<String, Object> read = format.read(format.write(Map.of("a", List.of(1), "b", Map.of())));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(read::clear);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ((List<?>) read.get("a")).clear());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ((Map<?, ?>) read.get("b")).put(null, null));
    }

    @Test
    void what_is_shared_is_one_object() throws SessionFormatException {
        String list = "04 02 00000001 0881 00000001 61";
        Map<String, Object> read = format.read(bytes("050b 03 00000003" + list
                + "04 00 00000002 00000001 62" // another reference to the array
                + "00 00000003 00000001 63")); // the array's item once more
        assertThat(read).isEqualTo(Map.of("a", List.of(1L), "b", List.of(1L), "c", 1L));
        assertThat(read.get("b")).isSameAs(read.get("a"));
    }

    @Test
    void only_data_is_written() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.write(Map.of("when", new Object())))
                .withMessageContaining("'when'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.write(Map.of("a", "\ud800")))
                .withMessageContaining("surrogate");
        assertThatIllegalArgumentException().isThrownBy(() -> format.write(Collections.singletonMap("\udc00", null)));
    }

    @Test
    void the_size_that_is_read_is_positive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StorableFormat(0));
    }

    private Object readBack(Object value) throws SessionFormatException {
        return format.read(format.write(Map.of("a", value))).get("a");
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}

package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to be no session has its own words, and none of them quotes what was stored. */
class StorableRefusalsTest {

    private final StorableFormat format = new StorableFormat();

    @ParameterizedTest
    @CsvSource({
        "'',                                       ends early",
        "05,                                       ends early",
        "050b,                                     ends early",
        "050b03,                                   ends early",
        "050b03 00000001,                          ends early",
        "040b08 3132333435363738 04080808 03 00000000, native order",
        "070b03 00000000,                          version 2 in network order",
        "70737430 050b03 00000000,                 version 2 in network order", // a file, not a value
        "7b7d,                                     version 2 in network order",
        "050b02 00000000,                          no plain hash",
        "050b04 03 00000000,                       no plain hash",
        "050b0a 0178,                              no plain hash",
        "050b00 00000000,                          no plain hash",
        "050b11 03 466f6f 03 00000000,             no plain hash", // a blessed one
        "050b03 00000000 00,                       1 bytes after its end",
        "050b03 ffffffff,                          negative length",
        "050b03 00000002 0881 00000001 61,         ends early",
        "050b03 7fffffff 0881 00000001 61,         ends early",
        "050b03 00000001 0881 ffffffff 61,         negative length",
        "050b03 00000001 0881 00000002 61,         ends early",
        "050b03 00000002 0881 00000001 61 0882 00000001 61, read the same",
        "050b03 00000002 0881 00000001 e9 0882 00000002 c3a9, read the same",
        "050b19 02 00000000,                       unknown kind",
        "050b19 00 00000001 0881 08 00000000,      key flags 8", // a placeholder
        "050b19 00 00000001 0881 10 00000000,      key flags 16", // a key that is no string
        "050b19 00 00000001 0881 03 00000000,      key flags 3",
        "050b19 00 00000001 0881 01 00000001 e9,   not valid UTF-8",
        "050b19 00 00000001 0881 01 00000003 eda080, not valid UTF-8", // half a surrogate pair
    })
    void hashes(String hex, String message) {
        assertRefused(bytes(hex), message);
    }

    @ParameterizedTest
    @CsvSource({
        "02 00000000,                container outside of a reference",
        "03 00000000,                container outside of a reference",
        "19 00 00000000,             container outside of a reference",
        "06 0000000000000001,        native order",
        "07 000000000000f03f,        native order",
        "0b 03 00000000,             tied",
        "0c 03 00000000,             tied",
        "0d 05,                      tied",
        "15 05 05,                   tied",
        "16 05 00000000,             tied",
        "11 03 466f6f 03 00000000,   blessed",
        "12 00 03 00000000,          blessed",
        "13 02 03 466f6f 00,         blessed",
        "14 11 03 466f6f 0a 00,      blessed",
        "04 11 03 466f6f 03 00000000, blessed",
        "1a 0a 02 7b7d,              code",
        "04 1a 0a 02 7b7d,           code",
        "1b 05,                      weak",
        "1c 05,                      weak",
        "1d 03 76312e 05,            version string",
        "1e 00000003 76312e 05,      version string",
        "20 00 01 78 00,             regular expression",
        "21 01 0000000000000001 78,  more than 2 GB",
        "24,                         unknown opcode",
        "ff,                         unknown opcode",
        "00 00000000,                cycle", // the root
        "04 00 00000000,             cycle",
        "04 00 00000001,             cycle", // a reference to itself
        "04 02 00000001 04 00 00000002, cycle", // an array in itself
        "00 00000001,                not there",
        "00 7fffffff,                not there",
        "00 ffffffff,                not there",
        "04 00 00000002,             not there",
        "01 ffffffff,                negative length",
        "18 80000000,                negative length",
        "04 02 ffffffff,             negative length",
        "04 03 ffffffff,             negative length",
        "04 02 7fffffff 05,          ends early",
        "0a ff 78,                   ends early",
        "09 0000,                    ends early",
        "17 01 e9,                   not valid UTF-8",
        "17 04 f4908080,             not valid UTF-8", // above U+10FFFF
        "18 00000002 c080,           not valid UTF-8", // NUL in two bytes
        "04 03 00000002 05 00000000 05 00000000, read the same",
    })
    void values(String hex, String message) {
        assertRefused(bytes("050b03 00000001" + hex + "00000001 61"), message);
    }

    @Test
    void a_container_needs_a_reference_even_when_it_is_read_again() {
        assertRefused(
                bytes("050b03 00000002 04 02 00000000 00000001 61 00 00000002 00000001 62"),
                "container outside of a reference (opcode 0)");
    }

    @Test
    void the_cycle_of_the_design() {
        assertRefused(bytes("050b 03 00000001 04 00 00000000 00000004 73656c66"), "cycle");
    }

    @Test
    void nesting_stops_where_attributes_do() throws SessionFormatException {
        assertThat(Attributes.copyOf(format.read(inLists(31)))).hasSize(1);
        assertRefused(inLists(32), "deeper than 32 levels");
        assertRefused(inLists(100_000), "deeper than 32 levels");
        assertRefused(nested("04", 100_000), "deeper than 32 levels");
    }

    /** A list of 20 levels, and one of 20 levels around it. */
    @Test
    void nesting_by_reference_stops_there_too() {
        String twenty = "04 02 00000001".repeat(19);
        assertRefused(
                bytes("050b 03 00000002" + twenty + "0881 00000001 61" + twenty + "00 00000001 00000001 62"),
                "deeper than 32 levels");
    }

    @Test
    void values_stop_at_a_hundred_thousand() throws SessionFormatException {
        assertThat((List<?>) format.read(list(99_997)).get("a")).hasSize(99_997); // in an array, a reference, a hash
        assertRefused(list(99_998), "more than 100000 values");
    }

    @Test
    void bytes_stop_at_the_given_size() throws SessionFormatException {
        byte[] stored = format.write(Map.of("a", "x".repeat(1000)));
        assertThat(new StorableFormat(stored.length).read(stored)).hasSize(1);
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> new StorableFormat(stored.length - 1).read(stored))
                .withMessageContaining("more than " + (stored.length - 1) + " bytes");
        assertRefused(new byte[(1 << 20) + 1], "more than 1048576 bytes");
    }

    /** Thirty times twice the one before: a billion values in half a kilobyte. */
    @Test
    void sharing_does_not_multiply_values() {
        StringBuilder hex = new StringBuilder("050b 03 0000001e 0402000000020505 00000001 00");
        for (int i = 1; i < 30; i++) {
            int arrayBefore = 4 * i - 2; // each entry has four tags: a reference, an array, two references
            hex.append("0402 00000002" + "04 00 %08x".formatted(arrayBefore).repeat(2) + "00000001 %02x".formatted(i));
        }
        assertRefused(bytes(hex.toString()), "more than 100000 values");
    }

    @Test
    void sharing_does_not_multiply_bytes() {
        StringBuilder hex = new StringBuilder("050b 03 00000001 04 02 000007d1"); // 2001 items
        hex.append("01 00000400").append("78".repeat(1024)).append("00 00000003".repeat(2000));
        assertRefused(bytes(hex + "00000001 61"), "more than 1048576 bytes");
    }

    private void assertRefused(byte[] stored, String message) {
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> format.read(stored))
                .withMessageStartingWith(stored.length > 0 && stored[0] != 5 && stored[0] != 4 ? "" : "Storable data")
                .withMessageContaining(message)
                .withNoCause();
        assertThatExceptionOfType(SessionFormatException.class)
                .isThrownBy(() -> format.rewrite(stored, Map.of()))
                .withMessageContaining(message);
    }

    private static byte[] inLists(int lists) {
        return nested("04 02 00000001", lists);
    }

    private static byte[] nested(String hex, int times) {
        return bytes("050b 03 00000001" + hex.repeat(times) + "0881 00000001 61");
    }

    private static byte[] list(int items) {
        byte[] undefs = new byte[items];
        Arrays.fill(undefs, (byte) 5);
        String list =
                "050b 03 00000001 0402 %08x".formatted(items) + HexFormat.of().formatHex(undefs);
        return bytes(list + "00000001 61");
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}

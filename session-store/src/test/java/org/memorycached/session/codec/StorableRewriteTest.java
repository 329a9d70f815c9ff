package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody changed is written as it was stored. */
class StorableRewriteTest {

    private static final String LATIN1 = "0a01e9 00000001 61";
    private static final String UTF8_BYTES = "0a02c3a9 00000001 62";
    private static final String NUMBER_AS_TEXT = "0a0131 00000001 63";
    private static final String SHARED = "04 02 00000001 0881 00000001 61"; // tags 1 (reference), 2 (array), 3 (item)

    private final StorableFormat format = new StorableFormat();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "03 00000000",
                "03 00000003" + LATIN1 + UTF8_BYTES + NUMBER_AS_TEXT,
                "19 00 00000001 0881 00 00000001 61", // flags that are not needed
                "19 01 00000001 0881 04 00000001 61", // restricted and locked
                "19 00 00000001 0f 02 00000001 e9",
                "03 00000001 01 00000001 78 00000001 61", // long where short would do
                "03 00000001 04 04 02 00000003 0e 1f 22 00000001 61",
                "03 00000003" + SHARED + "04 00 00000002 00000001 62 00 00000003 00000001 63",
            })
    void nothing_changed(String hex) throws SessionFormatException {
        byte[] stored = bytes("050b" + hex);
        assertThat(format.rewrite(stored, new HashMap<>(format.read(stored)))).isEqualTo(stored);
    }

    @Test
    void the_rest_keeps_its_bytes_and_its_place() throws SessionFormatException {
        assertRewritten(
                "050b 03 00000003" + LATIN1 + NUMBER_AS_TEXT + UTF8_BYTES,
                attributes -> {
                    attributes.put("c", 2);
                    attributes.put("d", "new");
                },
                "050b 03 00000004" + LATIN1 + "0882 00000001 63" + UTF8_BYTES + "0a036e6577 00000001 64");
    }

    @Test
    void a_changed_attribute_keeps_the_bytes_of_its_name() throws SessionFormatException {
        assertRewritten(
                "050b 03 00000001 0881 00000002 c3a9",
                attributes -> attributes.put("é", 2),
                "050b 03 00000001 0882 00000002 c3a9");
    }

    @Test
    void a_name_that_needs_flags_gives_flags_to_all() throws SessionFormatException {
        assertRewritten(
                "050b 03 00000001 0a01e9 00000001 61",
                attributes -> attributes.put("€", 1),
                "050b 19 00 00000002 0a01e9 00 00000001 61 0881 01 00000003 e282ac");
    }

    @Test
    void a_number_is_not_the_text_of_it() throws SessionFormatException {
        assertRewritten(
                "050b 03 00000001" + NUMBER_AS_TEXT,
                attributes -> attributes.put("c", 1),
                "050b 03 00000001 0881 00000001 63");
    }

    @Test
    void references_follow_what_moves() throws SessionFormatException {
        String before = "04 02 00000002 0505 00000001 7a"; // tags 1 to 4
        String shared = "04 02 00000001 0a01e9 00000001 61"; // 5, 6, 7
        String again = "04 02 00000002 04 00 00000006 00 00000007 00000001 62"; // 8, 9, 10
        String inItself = "04 02 00000002 0a01e9 00 0000000d 00000001 63"; // 11, 12, 13
        String stored = "050b 03 00000004" + before + shared + again + inItself;
        assertRewritten(stored, attributes -> {}, stored);
        assertRewritten(
                stored,
                attributes -> attributes.remove("z"), // four tags less
                "050b 03 00000003" + shared.replace("0505", "")
                        + again.replace("00000006", "00000002").replace("00000007", "00000003")
                        + inItself.replace("0000000d", "00000009"));
        assertRewritten(
                stored,
                attributes -> attributes.put("z", List.of(1, 2, List.of())), // six tags for four
                "050b 03 00000004 04 02 00000003 0881 0882 0402 00000000 00000001 7a" + shared
                        + again.replace("00000006", "00000008").replace("00000007", "00000009")
                        + inItself.replace("0000000d", "0000000f"));
    }

    @Test
    void what_refers_to_a_changed_attribute_gets_a_value_of_its_own() throws SessionFormatException {
        String again = "04 00 00000002 00000001 62";
        String andAgain = "04 00 00000004 00000001 63"; // a reference to the reference of the second
        String own = "04 02 00000001 0881";
        assertRewritten(
                "050b 03 00000003" + SHARED + again + andAgain,
                attributes -> attributes.put("a", "changed"),
                "050b 03 00000003 0a076368616e676564 00000001 61" + own + "00000001 62" + own + "00000001 63");
        assertRewritten(
                "050b 03 00000003" + SHARED + again + andAgain,
                attributes -> attributes.remove("a"),
                "050b 03 00000002" + own + "00000001 62" + own + "00000001 63");
    }

    @Test
    void a_change_of_one_is_no_change_of_what_was_shared() throws SessionFormatException {
        assertRewritten(
                "050b 03 00000002" + SHARED + "04 00 00000002 00000001 62",
                attributes -> attributes.put("b", List.of(2)),
                "050b 03 00000002" + SHARED + "04 02 00000001 0882 00000001 62");
    }

    private interface Change {
        void of(Map<String, Object> attributes);
    }

    private void assertRewritten(String stored, Change change, String expected) throws SessionFormatException {
        Map<String, Object> attributes = new LinkedHashMap<>(format.read(bytes(stored)));
        change.of(attributes);
        byte[] rewritten = format.rewrite(bytes(stored), attributes);
        assertThat(HexFormat.of().formatHex(rewritten)).isEqualTo(expected.replace(" ", ""));
        assertThat(format.read(rewritten)).isEqualTo(Attributes.copyOf(attributes));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}

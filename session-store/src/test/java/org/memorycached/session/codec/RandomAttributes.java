package org.memorycached.session.codec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sessions that nobody would think of, with their names in the order in which Perl sorts keys. */
final class RandomAttributes {

    private static final String[] ALPHABETS = {"abc \u0000\u007f", "aéÿ\u0080", "a€é\uffff", "a𝄞"};
    private static final int[] LENGTHS = {0, 1, 2, 3, 7, 20, 127, 128, 254, 255, 256, 257, 1000};

    private final Random random;

    RandomAttributes(Random random) {
        this.random = random;
    }

    Map<String, Object> next() {
        return map(0);
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new TreeMap<>(Comparator.comparing(
                text -> text.codePoints().boxed().map("%06x"::formatted).reduce("", String::concat)));
        for (int left = random.nextInt(5); left > 0; left--) {
            map.put(text(), value(depth + 1));
        }
        return map;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 4 ? 7 : 9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> new BigInteger(random.nextInt(200), random).negate();
            case 4 -> random.nextBoolean() ? random.nextInt(2000) / 8.0 : random.nextGaussian();
            case 5, 6 -> text();
            case 7 -> list(depth);
            default -> map(depth);
        };
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private String text() {
        int[] alphabet =
                ALPHABETS[random.nextInt(ALPHABETS.length)].codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int left = LENGTHS[random.nextInt(LENGTHS.length)]; left > 0; left--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }
}

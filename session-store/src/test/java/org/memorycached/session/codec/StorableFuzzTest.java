package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A million values that nobody would store are refused in the one way, or read, and then they can be written again. */
class StorableFuzzTest {

    private static final long SEED = 20261123;
    private static final int MUTATED = 700_000;
    private static final int RANDOM = 300_000;
    private static final int MEASURED_ONE_IN = 50;

    /** A refusal's stack trace, a decoder's buffer; and per stored byte at worst an entry of a map with its key. */
    private static final long BASE_ALLOCATION = 32 * 1024;

    private static final long ALLOCATION_PER_BYTE = 256;

    /** What must be understood to read deep into a value at random. */
    private static final byte[] USEFUL =
            HexFormat.of().parseHex("0001020304050809" + "0a0e0f10171819" + "1f2223ff80e9");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StorableFormat format = new StorableFormat();
    private final Random random = new Random(SEED);
    private int read;
    private int refused;

    @Test
    void damaged_values() {
        List<byte[]> good = goodValues();
        for (int i = 0; i < MUTATED; i++) {
            check(i, damaged(good.get(random.nextInt(good.size()))));
        }
        System.out.printf("Storable, seed %d: of %d damaged values %d are read%n", SEED, MUTATED, read);
        assertThat(read).isGreaterThan(MUTATED / 100);
        assertThat(refused).isGreaterThan(MUTATED / 2);
    }

    @Test
    void values_made_of_opcodes() {
        for (int i = 0; i < RANDOM; i++) {
            check(i, opcodes());
        }
        System.out.printf("Storable, seed %d: of %d random values %d are read%n", SEED, RANDOM, read);
        assertThat(read).isPositive();
    }

    @Test
    void the_largest_values_take_bounded_memory_and_time() {
        long before = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        for (byte item : USEFUL) {
            byte[] large = new byte[1 << 20];
            Arrays.fill(large, item);
            System.arraycopy(HexFormat.of().parseHex("050b0300010000"), 0, large, 0, 7);
            check(1, large);
            System.arraycopy(HexFormat.of().parseHex("050b03000000010402000f0000"), 0, large, 0, 13);
            check(1, large);
        }
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / USEFUL.length / 2)
                .isLessThan(64 << 20);
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    private List<byte[]> goodValues() {
        List<byte[]> good = new ArrayList<>();
        RandomAttributes attributes = new RandomAttributes(random);
        while (good.size() < 200) {
            byte[] value = format.write(attributes.next());
            if (value.length < 500) {
                good.add(value);
            }
        }
        for (int i = 0; i < 20; i++) {
            good.add(HexFormat.of()
                    .parseHex("050b0300000003" + "0402000000010881" + "0000000161" + "040000000002" + "0000000162"
                            + "0000000003" + "0000000163"));
        }
        return good;
    }

    private byte[] damaged(byte[] good) {
        int length = random.nextInt(4) == 0 ? random.nextInt(good.length + 8) : good.length;
        byte[] damaged = Arrays.copyOf(good, length);
        for (int left = random.nextInt(4); left > 0 && length > 0; left--) {
            int at = random.nextInt(length);
            damaged[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt(256);
                case 1 -> USEFUL[random.nextInt(USEFUL.length)];
                case 2 -> (byte) (damaged[at] + 1);
                default -> damaged[random.nextInt(length)];
            };
        }
        return damaged;
    }

    private byte[] opcodes() {
        byte[] value = new byte[7 + random.nextInt(60)];
        for (int i = 6; i < value.length; i++) {
            value[i] = random.nextInt(3) == 0 ? 0 : USEFUL[random.nextInt(USEFUL.length)];
        }
        value[0] = 5;
        value[1] = 11;
        value[2] = 3;
        value[6] = (byte) random.nextInt(4);
        return value;
    }

    private void check(int number, byte[] value) {
        long before = number % MEASURED_ONE_IN == 0 ? threads.getCurrentThreadAllocatedBytes() : Long.MAX_VALUE;
        try {
            Map<String, Object> attributes = format.read(value);
            read++;
            checkAllocation(value, before);
            checkWritten(value, attributes);
        } catch (SessionFormatException e) {
            refused++;
            checkAllocation(value, before);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("Seed " + SEED + ": " + HexFormat.of().formatHex(value), e);
        }
    }

    private void checkAllocation(byte[] value, long before) {
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(BASE_ALLOCATION + ALLOCATION_PER_BYTE * value.length);
    }

    /** What was read can be stored: as it was, with one attribute less, one changed, and as if it were new. */
    private void checkWritten(byte[] value, Map<String, Object> attributes) throws SessionFormatException {
        byte[] sameMinor = value.clone();
        sameMinor[1] = 11;
        assertThat(Arrays.equals(format.rewrite(value, attributes), sameMinor)).isTrue();
        Map<String, Object> changed = new LinkedHashMap<>(attributes);
        if (!attributes.isEmpty()) {
            String[] names = attributes.keySet().toArray(String[]::new);
            changed.remove(names[random.nextInt(names.length)]);
            checkReads(format.rewrite(value, changed), changed);
            changed.put(names[random.nextInt(names.length)], List.of("changed"));
        }
        checkReads(format.rewrite(value, changed), changed);
        assertThat(format.read(format.write(attributes)).keySet()).isEqualTo(attributes.keySet());
    }

    private void checkReads(byte[] written, Map<String, Object> attributes) throws SessionFormatException {
        if (!format.read(written).equals(attributes) && !mentionsBooleans(attributes)) {
            throw new AssertionError("Written otherwise: " + HexFormat.of().formatHex(written));
        }
    }

    /** Booleans that must be written anew become text. */
    private static boolean mentionsBooleans(Map<String, Object> attributes) {
        return attributes.toString().matches("(?s).*(true|false).*");
    }
}

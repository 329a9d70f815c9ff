package org.memorycached.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A million values that nobody would store are refused in the one way, or read, and then they can be written again: as
 * sessions, and as the hashes below them.
 */
class StorableFuzzTest {

    private static final long SEED = 20261123;
    private static final int MUTATED = 700_000;
    private static final int RANDOM = 300_000;
    private static final int LARGEST = 1 << 20;
    private static final long MOST_CPU_NANOS = 10_000_000_000L;
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final int MEASURED_ONE_IN = 50;
    private static final int CHANGED_ONE_IN = 10;

    /** A refusal's stack trace, a decoder's buffer; and per stored byte at worst an entry of a map with its key. */
    private static final long BASE_ALLOCATION = 32 * 1024;

    private static final long ALLOCATION_PER_BYTE = 256;

    /** What must be understood to read deep into a value at random. */
    private static final byte[] USEFUL =
            HexFormat.of().parseHex("0001020304050809" + "0a0e0f10171819" + "1f2223ff80e9");

    /** The last entry of a hash that makes it a session. */
    private static final String SESSION_ID = "0a20"
            + HexFormat.of().formatHex(SessionCodecContract.ID.getBytes(StandardCharsets.US_ASCII)) + "0000000b"
            + HexFormat.of().formatHex("_session_id".getBytes(StandardCharsets.US_ASCII));

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StorableFormat format = new StorableFormat();
    private final SessionCodec codec =
            new StorableSessionCodec(LARGEST, SessionCodecContract.clock(), Duration.ofMinutes(30));
    private final Random random = new Random(SEED);
    private int read;
    private int refused;
    private int sessions;

    @Test
    void damaged_values() {
        List<byte[]> good = goodValues();
        checkAll("damaged", MUTATED, () -> damaged(good.get(random.nextInt(good.size()))));
        assertThat(read).isGreaterThan(MUTATED / 100);
        assertThat(refused).isGreaterThan(MUTATED / 2);
        assertThat(sessions).isGreaterThan(MUTATED / 100);
    }

    @Test
    void values_made_of_opcodes() {
        checkAll("random", RANDOM, this::opcodes);
        assertThat(read).isPositive();
    }

    @Test
    void one_opcode_a_million_times() {
        long start = threads.getCurrentThreadCpuTime();
        for (byte item : USEFUL) {
            byte[] large = new byte[LARGEST];
            Arrays.fill(large, item);
            System.arraycopy(HexFormat.of().parseHex("050b0300010000"), 0, large, 0, 7);
            check(0, large);
            System.arraycopy(HexFormat.of().parseHex("050b03000000010402000f0000"), 0, large, 0, 13);
            check(0, large);
        }
        assertThat(threads.getCurrentThreadCpuTime() - start).isLessThan(MOST_CPU_NANOS);
    }

    /** As much as there may be of what takes the most: short texts in Latin-1, and names. */
    @Test
    void the_largest_values_take_bounded_memory_and_time() throws SessionFormatException {
        long start = threads.getCurrentThreadCpuTime();
        String text = "0a08" + "e9".repeat(8);
        byte[] texts = HexFormat.of().parseHex("050b0300000001040200017f00" + text.repeat(0x17f00) + "0000000161");
        assertThat((List<?>) readMeasured(texts).get("a")).hasSize(0x17f00);

        StringBuilder entries = new StringBuilder("050b0300017f00");
        for (int i = 0; i < 0x17f00; i++) {
            entries.append("0500000005%010x".formatted(i));
        }
        assertThat(readMeasured(HexFormat.of().parseHex(entries))).hasSize(0x17f00);
        checkSession(0, HexFormat.of().parseHex(entries.replace(3 * 2, 7 * 2, "00017f01") + SESSION_ID));
        assertThat(sessions).isEqualTo(1);
        assertThat(threads.getCurrentThreadCpuTime() - start).isLessThan(MOST_CPU_NANOS);
    }

    private List<byte[]> goodValues() {
        List<byte[]> good = new ArrayList<>();
        RandomAttributes attributes = new RandomAttributes(random);
        while (good.size() < 200) {
            byte[] value = format.write(attributes.next());
            if (value.length < 200) {
                good.add(value);
            }
        }
        while (good.size() < 300) {
            byte[] value = session(attributes.next());
            if (value.length < 400) {
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

    private byte[] session(Map<String, Object> attributes) {
        Instant created = SessionCodecContract.NOW;
        StoredSession session = new StoredSession(created, created, null, created, false, 1, attributes);
        return codec.encode(SessionCodecContract.ID, session, null).bytes();
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

    /** In a thread of its own, whose stack is short: most of the time goes into stack traces. */
    private void checkAll(String kind, int count, Supplier<byte[]> values) {
        assertTimeoutPreemptively(A_MINUTE, () -> {
            for (int i = 0; i < count; i++) {
                check(i, values.get());
            }
        });
        System.out.printf(
                "Storable, seed %d: of %d %s values %d are read, %d as sessions%n", SEED, count, kind, read, sessions);
    }

    private void check(int number, byte[] value) {
        try {
            if (!checkSession(number, value)) {
                refused++;
                return;
            }
            Map<String, Object> attributes = number % MEASURED_ONE_IN == 0 ? readMeasured(value) : format.read(value);
            read++;
            checkWritten(number, value, attributes);
        } catch (SessionFormatException e) {
            refused++;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("Seed " + SEED + ": " + HexFormat.of().formatHex(value), e);
        }
    }

    /**
     * As a session, which can be refused although the hash can be read.
     *
     * @return whether the hash can be read
     */
    private boolean checkSession(int number, byte[] value) {
        EncodedSession stored = new EncodedSession(value, 1);
        try {
            StoredSession session = number % MEASURED_ONE_IN == 0
                    ? decodeMeasured(stored)
                    : codec.decode(SessionCodecContract.ID, stored);
            sessions++;
            if (number % CHANGED_ONE_IN == 0) {
                codec.encode(SessionCodecContract.ID, session, stored);
            }
            return true;
        } catch (SessionFormatException e) {
            assertThat(e.getCause() == null).isTrue();
            return !e.getMessage().contains("Storable data");
        }
    }

    private StoredSession decodeMeasured(EncodedSession stored) throws SessionFormatException {
        try {
            codec.decode(SessionCodecContract.ID, stored);
        } catch (SessionFormatException e) {
            assertThat(e).hasNoCause();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            return codec.decode(SessionCodecContract.ID, stored);
        } finally {
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .isLessThan(BASE_ALLOCATION + 2 * ALLOCATION_PER_BYTE * stored.bytes().length);
        }
    }

    private void checkWritten(int number, byte[] value, Map<String, Object> attributes) {
        try {
            checkKept(value, attributes);
            if (number % CHANGED_ONE_IN == 0) {
                checkChanged(value, attributes);
            }
        } catch (SessionFormatException e) {
            throw new AssertionError("What was read and written is refused", e);
        }
    }

    /** The second time, since the first may load classes. */
    private Map<String, Object> readMeasured(byte[] value) throws SessionFormatException {
        try {
            format.read(value);
        } catch (SessionFormatException e) {
            assertThat(e).hasNoCause();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            return format.read(value);
        } finally {
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .isLessThan(BASE_ALLOCATION + ALLOCATION_PER_BYTE * value.length);
        }
    }

    private void checkKept(byte[] value, Map<String, Object> attributes) throws SessionFormatException {
        byte[] sameMinor = value.clone();
        sameMinor[1] = 11;
        assertThat(Arrays.equals(format.rewrite(value, attributes), sameMinor)).isTrue();
    }

    /** What was read can be stored with one attribute less, with one changed, and as if it were new. */
    private void checkChanged(byte[] value, Map<String, Object> attributes) throws SessionFormatException {
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
        if (!mentionsBooleans(attributes)) {
            assertThat(format.read(written)).isEqualTo(attributes);
        }
    }

    /** Booleans that must be written anew become text. */
    private static boolean mentionsBooleans(Map<String, Object> attributes) {
        return attributes.toString().matches("(?s).*(true|false).*");
    }
}

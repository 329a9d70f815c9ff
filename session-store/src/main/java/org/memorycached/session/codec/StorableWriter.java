package org.memorycached.session.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one session's hash, from its header to its last entry. Not thread-safe. */
final class StorableWriter {

    /** Below this, every double without a fraction is an integer of 15 digits: Perl writes it as one. */
    private static final double INTEGERS = 1e15;

    private final StorableOutput output = new StorableOutput();
    private int nextTag;

    void root(StorableHashHeader header) {
        output.u8(StorableOpcodes.NETWORK_ORDER);
        output.u8(StorableOpcodes.MINOR);
        begin(header);
    }

    void key(StorableKey key, boolean flagged) {
        key.writeTo(output, flagged);
    }

    /** Writes a value as it was stored. */
    void again(StorableEncoded value, StorableMoves moves) {
        moves.add(value, nextTag);
        output.bytes(value.movedBy(moves));
        nextTag += value.tags();
    }

    /**
     * @param value as {@link Attributes#copyOf} leaves it
     */
    void value(@Nullable Object value) {
        nextTag++;
        if (value instanceof List<?> items) {
            output.u8(StorableOpcodes.REF);
            array(items);
        } else if (value instanceof Map<?, ?> entries) {
            output.u8(StorableOpcodes.REF);
            hash(entries);
        } else {
            scalar(value);
        }
    }

    private void array(List<?> items) {
        nextTag++;
        output.u8(StorableOpcodes.ARRAY);
        output.int32(items.size());
        items.forEach(this::value);
    }

    private void hash(Map<?, ?> entries) {
        List<StorableKey> keys = entries.keySet().stream()
                .map(key -> StorableKey.of((String) key))
                .toList();
        boolean flagged = keys.stream().anyMatch(StorableKey::hasFlags);
        begin(new StorableHashHeader(flagged, 0, keys.size()));
        for (StorableKey key : keys) {
            value(entries.get(key.text()));
            key(key, flagged);
        }
    }

    private void begin(StorableHashHeader header) {
        nextTag++;
        header.writeTo(output);
    }

    private void scalar(@Nullable Object value) {
        if (value == null) {
            output.u8(StorableOpcodes.UNDEF);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Long number) {
            integer(number);
        } else if (value instanceof BigInteger number) {
            text(number.toString());
        } else if (value instanceof Double number) {
            text(decimal(number));
        } else if (value instanceof Boolean truth) {
            text(perl(truth));
        } else {
            throw new IllegalArgumentException("Not a value that can be stored: " + value.getClass());
        }
    }

    /**
     * As Perl 5.36 writes what it has from a comparison. Storable's own opcodes for true and false would come out
     * read-only there, so that a script that assigns to the attribute dies; those of later versions it cannot read.
     */
    private static String perl(boolean truth) {
        return truth ? "1" : "";
    }

    private void text(String text) {
        byte[] utf8 = StorableText.utf8(text);
        boolean bytes = StorableText.isAscii(utf8);
        if (utf8.length <= StorableOpcodes.MAX_SHORT) {
            output.u8(bytes ? StorableOpcodes.SCALAR : StorableOpcodes.UTF8STR);
            output.u8(utf8.length);
        } else {
            output.u8(bytes ? StorableOpcodes.LSCALAR : StorableOpcodes.LUTF8STR);
            output.int32(utf8.length);
        }
        output.bytes(utf8);
    }

    private void integer(long value) {
        if (value != (int) value) {
            text(Long.toString(value));
        } else if (value == (byte) value) {
            output.u8(StorableOpcodes.BYTE);
            output.u8((int) value + StorableOpcodes.BYTE_BIAS);
        } else {
            output.u8(StorableOpcodes.NETINT);
            output.int32((int) value);
        }
    }

    /** All its digits, so that Perl's number is the same: {@code 1.5}, {@code 3}, {@code 1e+20}. */
    private static String decimal(double value) {
        if (Math.abs(value) < INTEGERS && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        return new BigDecimal(Double.toString(value))
                .stripTrailingZeros()
                .toString()
                .replace('E', 'e');
    }

    byte[] toByteArray() {
        return output.toByteArray();
    }
}

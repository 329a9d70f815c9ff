package org.memorycached.session.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hashes as Perl's {@code Storable::nfreeze} writes them: attributes that Perl and Java read and change in turn.
 *
 * <p>Perl knows fewer types than Java. What is written, and how it reads back:
 *
 * <table>
 * <caption>Java in Perl</caption>
 * <tr><th>Java</th><th>Perl</th><th>reads back as</th></tr>
 * <tr><td>String</td><td>string of characters</td><td>String</td></tr>
 * <tr><td>Long of 32 bits</td><td>integer</td><td>Long</td></tr>
 * <tr><td>other Long, BigInteger, Double</td><td>decimal text, as {@code nfreeze} writes these</td><td>String</td></tr>
 * <tr><td>Boolean</td><td>{@code "1"} or {@code ""}, as {@code nfreeze} writes these</td><td>String</td></tr>
 * <tr><td>null</td><td>{@code undef}</td><td>null</td></tr>
 * <tr><td>List, Map</td><td>reference to an array, a hash</td><td>List, Map</td></tr>
 * </table>
 *
 * <p>The other way round, a Perl string without the UTF-8 flag is bytes: they are read as UTF-8 if they are that, else
 * as Latin-1. A reference to a scalar reads as the scalar.
 *
 * <p>Immutable and thread-safe.
 */
public final class StorableFormat {

    /** memcached's own limit for a value, unless its option {@code -I} says otherwise. */
    private static final int MEMCACHED_ITEM_SIZE = 1 << 20;

    private final int maxSize;

    /** Reads up to 1 MiB. */
    public StorableFormat() {
        this(MEMCACHED_ITEM_SIZE);
    }

    /**
     * @param maxSize how many bytes are read at most, counting what is shared as often as it is referred to
     * @throws IllegalArgumentException unless it is positive
     */
    public StorableFormat(int maxSize) {
        if (maxSize <= 0) {
            throw new IllegalArgumentException("maxSize must be positive, is " + maxSize);
        }
        this.maxSize = maxSize;
    }

    /**
     * The attributes in the order they are stored, unmodifiable at every depth. Values have the types that
     * {@link StoredSession} has; what is stored once and shared is one object here too.
     *
     * @throws SessionFormatException if the bytes are no hash of data in network order, whatever they are: nothing else
     *     is thrown, memory and time are bounded, and the message repeats no content
     */
    public Map<String, @Nullable Object> read(byte[] stored) throws SessionFormatException {
        return parse(stored).attributes();
    }

    /**
     * The stored form of attributes that were never stored before.
     *
     * @throws IllegalArgumentException if a value is of a type that cannot be stored, or a text has unpaired surrogates
     */
    public byte[] write(Map<String, ? extends @Nullable Object> attributes) {
        return StorableHash.EMPTY.bytesWith(Attributes.copyOf(attributes));
    }

    /**
     * The stored form of attributes that replace those stored before. Attributes that equal what is stored keep their
     * place and their bytes, and with them what only Perl can tell apart: bytes and characters, text and numbers,
     * references to one thing. Only the numbers by which Storable names shared values follow their values when these
     * move. A changed attribute keeps the bytes of its name; inside its new value nothing of the old one is kept.
     *
     * @param stored what {@link #read} took the attributes from
     * @throws SessionFormatException as from {@link #read}
     * @throws IllegalArgumentException as from {@link #write}
     */
    public byte[] rewrite(byte[] stored, Map<String, ? extends @Nullable Object> attributes)
            throws SessionFormatException {
        return parse(stored).bytesWith(Attributes.copyOf(attributes));
    }

    private StorableHash parse(byte[] stored) throws SessionFormatException {
        return new StorableReader(stored, maxSize).read();
    }
}

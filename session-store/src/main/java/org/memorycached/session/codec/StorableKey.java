package org.memorycached.session.codec;

import java.nio.charset.StandardCharsets;

/** A hash's key as it is stored: its bytes are kept, because two keys of Perl may read the same. Immutable. */
final class StorableKey {

    private static final int UTF8 = 1;

    /** The key was a string of characters, and all of them are in Latin-1: so they are stored. */
    private static final int WAS_UTF8 = 2;

    /** The value under the key is read-only. */
    private static final int LOCKED = 4;

    private final int flags;
    private final byte[] bytes;
    private final String text;

    private StorableKey(int flags, byte[] bytes, String text) {
        this.flags = flags;
        this.bytes = bytes;
        this.text = text;
    }

    /** The key that Perl has for this text when it is one of characters. */
    static StorableKey of(String text) {
        byte[] utf8 = StorableText.utf8(text);
        if (StorableText.isAscii(utf8)) {
            return new StorableKey(0, utf8, text);
        }
        return text.chars().allMatch(c -> c <= 0xff)
                ? new StorableKey(WAS_UTF8, text.getBytes(StandardCharsets.ISO_8859_1), text)
                : new StorableKey(UTF8, utf8, text);
    }

    /**
     * @param flagged whether a byte of flags comes first
     */
    static StorableKey read(StorableInput input, boolean flagged) throws SessionFormatException {
        int flags = flagged ? input.u8() : 0;
        byte[] bytes = input.bytes(input.length());
        return new StorableKey(flags, bytes, text(flags, bytes));
    }

    private static String text(int flags, byte[] bytes) throws SessionFormatException {
        return switch (flags & ~LOCKED) {
            case 0 -> StorableText.ofBytes(bytes);
            case UTF8 -> StorableText.ofUtf8(bytes);
            case WAS_UTF8 -> StorableText.latin1(bytes);
            default ->
                throw new SessionFormatException("Storable data with a key that is no text (key flags " + flags + ")");
        };
    }

    /** The refusal of a hash in which one of two entries would be lost. */
    static SessionFormatException readsTheSame() {
        return new SessionFormatException("Storable data with two keys that read the same");
    }

    String text() {
        return text;
    }

    boolean hasFlags() {
        return flags != 0;
    }

    void writeTo(StorableOutput output, boolean flagged) {
        if (flagged) {
            output.u8(flags);
        }
        output.int32(bytes.length);
        output.bytes(bytes);
    }
}

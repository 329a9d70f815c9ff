package org.memorycached.session.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Perl's two kinds of strings, of bytes and of characters, and Java's one. */
final class StorableText {

    private StorableText() {}

    /** A string of bytes: mostly it is text in UTF-8 that nobody decoded, and never is it refused. */
    static String ofBytes(byte[] bytes) {
        if (isAscii(bytes)) {
            return latin1(bytes);
        }
        String text = decode(bytes);
        return text == null ? latin1(bytes) : text;
    }

    /**
     * A string of characters.
     *
     * @throws SessionFormatException if there is one that Unicode has not, such as half of a surrogate pair
     */
    static String ofUtf8(byte[] bytes) throws SessionFormatException {
        String text = decode(bytes);
        if (text == null) {
            throw new SessionFormatException("Storable data with text that is not valid UTF-8");
        }
        return text;
    }

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Without exceptions: Latin-1 is no accident, and there may be a hundred thousand strings of it. */
    private static @Nullable String decode(byte[] utf8) {
        CharBuffer text = CharBuffer.allocate(utf8.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8), text, true);
        return result.isError() ? null : text.flip().toString();
    }

    /**
     * @throws IllegalArgumentException if the text has an unpaired surrogate
     */
    static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A text has an unpaired surrogate and cannot be stored", e);
        }
    }

    static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}

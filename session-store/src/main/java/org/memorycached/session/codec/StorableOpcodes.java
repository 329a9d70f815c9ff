package org.memorycached.session.codec;

/** The bytes that say what follows, as {@code SX_...} in perl5's {@code dist/Storable/Storable.xs}. */
final class StorableOpcodes {

    /** Major version 2, network order. */
    static final int NETWORK_ORDER = 2 << 1 | 1;

    /** Major version 2, the byte order of the machine that wrote it. */
    static final int NATIVE_ORDER = 2 << 1;

    /** The minor version that is written. Any is read: it only rises with opcodes, and those are judged one by one. */
    static final int MINOR = 11;

    static final int OBJECT = 0;
    static final int LSCALAR = 1;
    static final int ARRAY = 2;
    static final int HASH = 3;
    static final int REF = 4;
    static final int UNDEF = 5;
    static final int BYTE = 8;
    static final int NETINT = 9;
    static final int SCALAR = 10;
    static final int SV_UNDEF = 14;
    static final int SV_YES = 15;
    static final int SV_NO = 16;
    static final int UTF8STR = 23;
    static final int LUTF8STR = 24;
    static final int FLAG_HASH = 25;
    static final int SVUNDEF_ELEM = 31;
    static final int BOOLEAN_TRUE = 34;
    static final int BOOLEAN_FALSE = 35;

    /** What a BYTE is more than its value. */
    static final int BYTE_BIAS = 128;

    /** The longest text that a short opcode takes. */
    static final int MAX_SHORT = 255;

    private StorableOpcodes() {}

    /** The refusal of an opcode that stands where it cannot be used. */
    static SessionFormatException refused(int opcode) {
        return new SessionFormatException("Storable data with " + describe(opcode) + " (opcode " + opcode + ")");
    }

    private static String describe(int opcode) {
        return switch (opcode) {
            case OBJECT, ARRAY, HASH, FLAG_HASH -> "a container outside of a reference";
            case 6, 7 -> "a number in native order";
            case 11, 12, 13, 21, 22 -> "a tied value";
            case 17, 18, 19, 20 -> "a blessed object";
            case 26 -> "code";
            case 27, 28 -> "a weak reference";
            case 29, 30 -> "a version string";
            case 32 -> "a regular expression";
            case 33 -> "a value of more than 2 GB";
            default -> "an unknown opcode";
        };
    }
}

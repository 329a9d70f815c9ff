package org.memorycached.session.codec;

/**
 * What a hash begins with.
 *
 * @param flagged whether the hash and each of its keys has flags
 * @param flags of the hash
 * @param count of its entries
 */
record StorableHashHeader(boolean flagged, int flags, int count) {

    /** The hash is restricted to the keys it has. Perl sees to that. */
    private static final int RESTRICTED = 1;

    /** The shortest entry is a value of one byte and the length of an empty key. */
    private static final int MIN_ENTRY_SIZE = 1 + Integer.BYTES;

    /** Reads what follows the opcode. */
    static StorableHashHeader read(StorableInput input, int opcode) throws SessionFormatException {
        if (opcode == StorableOpcodes.HASH) {
            return new StorableHashHeader(false, 0, input.count(MIN_ENTRY_SIZE));
        }
        int flags = input.u8();
        if ((flags & ~RESTRICTED) != 0) {
            throw new SessionFormatException("Storable data with a hash of an unknown kind (flags " + flags + ")");
        }
        return new StorableHashHeader(true, flags, input.count(1 + MIN_ENTRY_SIZE));
    }

    void writeTo(StorableOutput output) {
        if (flagged) {
            output.u8(StorableOpcodes.FLAG_HASH);
            output.u8(flags);
        } else {
            output.u8(StorableOpcodes.HASH);
        }
        output.int32(count);
    }
}

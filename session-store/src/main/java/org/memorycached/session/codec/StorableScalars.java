package org.memorycached.session.codec;

import org.jspecify.annotations.Nullable;

/** Reads what holds no other value. Not thread-safe. */
final class StorableScalars {

    private final StorableInput input;

    StorableScalars(StorableInput input) {
        this.input = input;
    }

    @Nullable
    Object read(int opcode) throws SessionFormatException {
        return switch (opcode) {
            case StorableOpcodes.UNDEF, StorableOpcodes.SV_UNDEF, StorableOpcodes.SVUNDEF_ELEM -> null;
            case StorableOpcodes.SV_YES, StorableOpcodes.BOOLEAN_TRUE -> true;
            case StorableOpcodes.SV_NO, StorableOpcodes.BOOLEAN_FALSE -> false;
            case StorableOpcodes.BYTE -> (long) (input.u8() - StorableOpcodes.BYTE_BIAS);
            case StorableOpcodes.NETINT -> (long) input.int32();
            case StorableOpcodes.SCALAR -> StorableText.ofBytes(input.bytes(input.u8()));
            case StorableOpcodes.LSCALAR -> StorableText.ofBytes(input.bytes(input.length()));
            case StorableOpcodes.UTF8STR -> StorableText.ofUtf8(input.bytes(input.u8()));
            case StorableOpcodes.LUTF8STR -> StorableText.ofUtf8(input.bytes(input.length()));
            default -> throw StorableOpcodes.refused(opcode);
        };
    }
}

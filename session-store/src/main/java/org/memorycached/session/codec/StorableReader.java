package org.memorycached.session.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one session's hash, once, in one pass from the first byte to the last. Not thread-safe. */
final class StorableReader {

    private final byte[] stored;
    private final int maxBytes;
    private final StorableInput input;
    private final StorableTags tags;
    private final StorableValueReader values;

    StorableReader(byte[] stored, int maxBytes) {
        this.stored = stored;
        this.maxBytes = maxBytes;
        this.input = new StorableInput(stored);
        this.tags = new StorableTags(input, maxBytes);
        this.values = new StorableValueReader(input, tags);
    }

    StorableHash read() throws SessionFormatException {
        if (stored.length > maxBytes) {
            throw new SessionFormatException("Storable data of more than " + maxBytes + " bytes");
        }
        readHeader();
        StorableHash root = readRoot();
        input.requireEnd();
        return root;
    }

    private void readHeader() throws SessionFormatException {
        int major = input.u8();
        if (major == StorableOpcodes.NATIVE_ORDER) {
            throw new SessionFormatException("Storable data in native order: store it with nfreeze");
        }
        if (major != StorableOpcodes.NETWORK_ORDER) {
            throw new SessionFormatException("Not Storable data of version 2 in network order");
        }
        input.u8(); // the minor version
    }

    private StorableHash readRoot() throws SessionFormatException {
        int opcode = input.u8();
        if (opcode != StorableOpcodes.HASH && opcode != StorableOpcodes.FLAG_HASH) {
            throw new SessionFormatException("Storable data that is no plain hash (opcode " + opcode + ")");
        }
        tags.begin(); // and it does not end before its last value: what refers to it is a cycle
        StorableHashHeader header = StorableHashHeader.read(input, opcode);
        Map<String, StorableEntry> entries = new LinkedHashMap<>();
        for (int left = header.count(); left > 0; left--) {
            StorableEntry entry = readEntry(header);
            if (entries.put(entry.name(), entry) != null) {
                throw StorableKey.readsTheSame();
            }
        }
        return new StorableHash(header.flagged(), header.flags(), List.copyOf(entries.values()));
    }

    private StorableEntry readEntry(StorableHashHeader header) throws SessionFormatException {
        int start = input.position();
        int firstTag = tags.next();
        StorableValue value = values.read(1);
        StorableEncoded encoded = new StorableEncoded(
                input.between(start, input.position()), firstTag, tags.next() - firstTag, values.takeLinks(start));
        return new StorableEntry(StorableKey.read(input, header.flagged()), value.java(), encoded);
    }
}

package org.memorycached.session.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values with all that is below them, and notes where they refer to others. Not thread-safe. */
final class StorableValueReader {

    private final StorableInput input;
    private final StorableTags tags;
    private final StorableScalars scalars;
    private final List<StorableLink> links = new ArrayList<>();

    StorableValueReader(StorableInput input, StorableTags tags) {
        this.input = input;
        this.tags = tags;
        this.scalars = new StorableScalars(input);
    }

    /** The links that were read since they were last taken, with their positions counted from there. */
    List<StorableLink> takeLinks(int start) {
        List<StorableLink> taken = links.stream().map(link -> link.from(start)).toList();
        links.clear();
        return taken;
    }

    /**
     * Reads what stands where a value is expected.
     *
     * @param depth of the value: 1 for a session's attribute
     */
    StorableValue read(int depth) throws SessionFormatException {
        requireDepth(depth);
        int opcode = input.u8();
        return switch (opcode) {
            case StorableOpcodes.OBJECT -> scalarAgain(depth, opcode);
            case StorableOpcodes.REF -> reference(depth);
            default -> scalar(opcode);
        };
    }

    private StorableValue reference(int depth) throws SessionFormatException {
        StorableExtent before = tags.extent();
        int tag = tags.begin();
        StorableValue target = target(depth);
        return tags.end(tag, target.referred(tags.extent().minus(before)));
    }

    private StorableValue target(int depth) throws SessionFormatException {
        int opcode = input.u8();
        return switch (opcode) {
            case StorableOpcodes.OBJECT -> again(depth);
            case StorableOpcodes.ARRAY -> array(depth);
            case StorableOpcodes.HASH, StorableOpcodes.FLAG_HASH -> hash(depth, opcode);
            case StorableOpcodes.REF -> {
                requireDepth(depth + 1);
                yield reference(depth + 1);
            }
            default -> scalar(opcode);
        };
    }

    private StorableValue scalar(int opcode) throws SessionFormatException {
        StorableExtent before = tags.extent();
        int tag = tags.begin();
        Object value = scalars.read(opcode);
        return tags.end(tag, new StorableValue(value, false, 0, tags.extent().minus(before)));
    }

    private StorableValue scalarAgain(int depth, int opcode) throws SessionFormatException {
        StorableValue value = again(depth);
        if (value.container()) {
            throw StorableOpcodes.refused(opcode);
        }
        return value;
    }

    private StorableValue again(int depth) throws SessionFormatException {
        int position = input.position();
        int tag = input.int32();
        StorableValue value = tags.repeat(tag);
        requireDepth(depth + value.height());
        links.add(new StorableLink(position, tag));
        return value;
    }

    private StorableValue array(int depth) throws SessionFormatException {
        StorableExtent before = tags.extent();
        int tag = tags.begin();
        List<@Nullable Object> items = new ArrayList<>();
        int height = 0;
        for (int left = input.count(1); left > 0; left--) {
            StorableValue item = read(depth + 1);
            items.add(item.java());
            height = Math.max(height, 1 + item.height());
        }
        return container(tag, Collections.unmodifiableList(items), height, before);
    }

    private StorableValue hash(int depth, int opcode) throws SessionFormatException {
        StorableExtent before = tags.extent();
        int tag = tags.begin();
        StorableHashHeader header = StorableHashHeader.read(input, opcode);
        Map<String, @Nullable Object> items = new LinkedHashMap<>();
        int height = 0;
        for (int left = header.count(); left > 0; left--) {
            StorableValue value = read(depth + 1);
            String key = StorableKey.read(input, header.flagged()).text();
            if (items.containsKey(key)) {
                throw StorableKey.readsTheSame();
            }
            items.put(key, value.java());
            height = Math.max(height, 1 + value.height());
        }
        return container(tag, Collections.unmodifiableMap(items), height, before);
    }

    private StorableValue container(int tag, Object items, int height, StorableExtent before) {
        return tags.end(
                tag, new StorableValue(items, true, height, tags.extent().minus(before)));
    }

    private static void requireDepth(int depth) throws SessionFormatException {
        if (depth > Attributes.MAX_DEPTH) {
            throw new SessionFormatException("Storable data deeper than " + Attributes.MAX_DEPTH + " levels");
        }
    }
}

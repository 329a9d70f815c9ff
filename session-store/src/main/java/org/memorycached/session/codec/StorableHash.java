package org.memorycached.session.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session's attributes as they were stored.
 *
 * @param flagged whether the hash and each of its keys has flags
 * @param flags of the hash
 * @param entries in the order they are stored, no two of the same name
 */
record StorableHash(boolean flagged, int flags, List<StorableEntry> entries) {

    static final StorableHash EMPTY = new StorableHash(false, 0, List.of());

    Map<String, @Nullable Object> attributes() {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        entries.forEach(entry -> attributes.put(entry.name(), entry.value()));
        return Collections.unmodifiableMap(attributes);
    }

    /** The stored form of these attributes, in which what equals the attributes here keeps its place and its bytes. */
    byte[] bytesWith(Map<String, @Nullable Object> attributes) {
        Map<String, @Nullable Object> added = new LinkedHashMap<>(attributes);
        entries.forEach(entry -> added.remove(entry.name()));
        List<StorableKey> addedKeys =
                added.keySet().stream().map(StorableKey::of).toList();
        boolean withFlags = flagged || addedKeys.stream().anyMatch(StorableKey::hasFlags);

        StorableWriter writer = new StorableWriter();
        writer.root(new StorableHashHeader(withFlags, flags, attributes.size()));
        writeKnown(writer, withFlags, attributes);
        for (StorableKey key : addedKeys) {
            writer.value(added.get(key.text()));
            writer.key(key, withFlags);
        }
        return writer.toByteArray();
    }

    private void writeKnown(StorableWriter writer, boolean withFlags, Map<String, @Nullable Object> attributes) {
        StorableMoves moves = new StorableMoves();
        for (StorableEntry entry : entries) {
            if (attributes.containsKey(entry.name())) {
                Object value = attributes.get(entry.name());
                if (Objects.equals(value, entry.value()) && moves.allow(entry.encoded())) {
                    writer.again(entry.encoded(), moves);
                } else {
                    writer.value(value);
                }
                writer.key(entry.key(), withFlags);
            }
        }
    }
}

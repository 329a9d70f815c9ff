package org.memorycached.session.codec;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which tags the values have that are written as they were stored. Not thread-safe. */
final class StorableMoves {

    private record Move(StorableEncoded value, int firstTag) {}

    private final NavigableMap<Integer, Move> byOldTag = new TreeMap<>();

    /** Whether all that the value refers to is in it or has been written as it was stored. */
    boolean allow(StorableEncoded value) {
        return value.links().stream().allMatch(link -> value.contains(link.tag()) || moveOf(link.tag()) != null);
    }

    /** The value is written, and this is its tag now. */
    void add(StorableEncoded value, int firstTag) {
        byOldTag.put(value.firstTag(), new Move(value, firstTag));
    }

    int newTag(int oldTag) {
        Move move = moveOf(oldTag);
        if (move == null) {
            throw new IllegalStateException("The value is not written");
        }
        return move.firstTag() + (oldTag - move.value().firstTag());
    }

    private @Nullable Move moveOf(int oldTag) {
        Map.Entry<Integer, Move> last = byOldTag.floorEntry(oldTag);
        return last != null && last.getValue().value().contains(oldTag) ? last.getValue() : null;
    }
}

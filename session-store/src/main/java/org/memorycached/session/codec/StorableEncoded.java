package org.memorycached.session.codec;

import java.nio.ByteBuffer;
import java.util.List;

/** The bytes of a value as they were stored, and what has to be known to store them elsewhere. Immutable. */
final class StorableEncoded {

    private final byte[] bytes;
    private final int firstTag;
    private final int tags;
    private final List<StorableLink> links;

    /**
     * @param firstTag the tag of the value itself
     * @param tags how many values it is made of
     * @param links in these bytes
     */
    StorableEncoded(byte[] bytes, int firstTag, int tags, List<StorableLink> links) {
        this.bytes = bytes;
        this.firstTag = firstTag;
        this.tags = tags;
        this.links = links;
    }

    int firstTag() {
        return firstTag;
    }

    int tags() {
        return tags;
    }

    boolean contains(int tag) {
        return tag >= firstTag && tag < firstTag + tags;
    }

    List<StorableLink> links() {
        return links;
    }

    /** The bytes with the tags that those values have now. */
    byte[] movedBy(StorableMoves moves) {
        ByteBuffer moved = ByteBuffer.wrap(bytes.clone());
        for (StorableLink link : links) {
            moved.putInt(link.position(), moves.newTag(link.tag()));
        }
        return moved.array();
    }
}

package org.memorycached.session.codec;

/**
 * A place where a tag is stored instead of a value.
 *
 * @param position of the tag's four bytes
 * @param tag of the value that is meant
 */
record StorableLink(int position, int tag) {

    /** The same place, counted from another. */
    StorableLink from(int start) {
        return new StorableLink(position - start, tag);
    }
}

package org.memorycached.session.codec;

import org.jspecify.annotations.Nullable;

/**
 * A value that has been read to its end, so that others may refer to it.
 *
 * @param java what it is in Java; a reference is what it refers to
 * @param container whether it is an array or a hash itself, which only a reference can hold
 * @param height how many levels of values are below it
 * @param extent how much it is when everything that is shared is repeated
 */
record StorableValue(@Nullable Object java, boolean container, int height, StorableExtent extent) {

    /** The reference to this value. */
    StorableValue referred(StorableExtent extent) {
        return new StorableValue(java, false, container ? height : height + 1, extent);
    }
}

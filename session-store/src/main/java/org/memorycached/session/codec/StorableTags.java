package org.memorycached.session.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values in the order in which they began, which is how Storable names them: the n-th has the tag n. Keeps count of
 * what there would be without sharing, so that a few bytes do not become a billion values. Not thread-safe.
 */
final class StorableTags {

    /** A session has some dozens. */
    static final int MAX_VALUES = 100_000;

    private final List<@Nullable StorableValue> values = new ArrayList<>();
    private final StorableInput input;
    private final int maxBytes;
    private StorableExtent repeated = StorableExtent.NONE;

    StorableTags(StorableInput input, int maxBytes) {
        this.input = input;
        this.maxBytes = maxBytes;
    }

    /** The tag of the next value. */
    int next() {
        return values.size();
    }

    /** A value begins. */
    int begin() throws SessionFormatException {
        values.add(null);
        requireBounds();
        return values.size() - 1;
    }

    /** The value is complete. */
    StorableValue end(int tag, StorableValue value) {
        values.set(tag, value);
        return value;
    }

    /**
     * The value with this tag, to be used once more.
     *
     * @throws SessionFormatException if there is none yet, or it would contain itself
     */
    StorableValue repeat(int tag) throws SessionFormatException {
        if (tag < 0 || tag >= values.size()) {
            throw new SessionFormatException("Storable data with a reference to a value that is not there");
        }
        StorableValue value = values.get(tag);
        if (value == null) {
            throw new SessionFormatException("Storable data with a cycle");
        }
        repeated = repeated.plus(value.extent());
        requireBounds();
        return value;
    }

    /** All there is up to here. */
    StorableExtent extent() {
        return repeated.plus(new StorableExtent(input.position(), values.size()));
    }

    private void requireBounds() throws SessionFormatException {
        StorableExtent extent = extent();
        if (extent.values() > MAX_VALUES) {
            throw new SessionFormatException("Storable data of more than " + MAX_VALUES + " values");
        }
        if (extent.bytes() > maxBytes) {
            throw new SessionFormatException("Storable data of more than " + maxBytes + " bytes");
        }
    }
}

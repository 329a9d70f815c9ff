package org.memorycached.session.codec;

import org.jspecify.annotations.Nullable;

/**
 * An attribute as it was stored.
 *
 * @param value what it reads as
 */
record StorableEntry(StorableKey key, @Nullable Object value, StorableEncoded encoded) {

    String name() {
        return key.text();
    }
}

package org.memorycached.session.codec;

/**
 * How much data there is when everything that is shared is repeated, as it is for whoever compares or copies it.
 *
 * @param bytes in Storable's form
 * @param values scalars, references and containers
 */
record StorableExtent(long bytes, long values) {

    static final StorableExtent NONE = new StorableExtent(0, 0);

    StorableExtent plus(StorableExtent more) {
        return new StorableExtent(bytes + more.bytes, values + more.values);
    }

    StorableExtent minus(StorableExtent less) {
        return new StorableExtent(bytes - less.bytes, values - less.values);
    }
}

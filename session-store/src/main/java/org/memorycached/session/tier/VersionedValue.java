package org.memorycached.session.tier;

/**
 * A stored value and the version that a compare-and-swap refers to.
 *
 * @param bytes the value; not copied, so nobody changes it
 * @param flags the 32 bits beside it
 * @param version memcached's CAS id
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record VersionedValue(byte[] bytes, int flags, long version) {}

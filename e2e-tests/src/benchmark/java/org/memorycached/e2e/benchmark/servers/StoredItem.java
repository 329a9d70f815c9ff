package org.memorycached.e2e.benchmark.servers;

/**
 * One entry of a memcached.
 *
 * @param bytes what it takes there: value, key and memcached's own header
 */
public record StoredItem(String key, int bytes) {}

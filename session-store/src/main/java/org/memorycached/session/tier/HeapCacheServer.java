package org.memorycached.session.tier;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A server that is a map in this process, with memcached's semantics and an injected clock: for the tests of
 * applications that use the store, and for the store's own. It is shared by nobody else and forgets all when the
 * process ends.
 */
public final class HeapCacheServer implements CacheServer {

    private record Entry(
            byte[] value, long version, @Nullable Instant expiresAt) {}

    private final String name;
    private final Clock clock;
    private final Map<String, Entry> entries = new HashMap<>();
    private final AtomicLong versions = new AtomicLong();

    public HeapCacheServer(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized Optional<VersionedValue> get(String key) {
        return live(key).map(entry -> new VersionedValue(entry.value().clone(), entry.version()));
    }

    @Override
    public synchronized Map<String, byte[]> getAll(Collection<String> keys) {
        Map<String, byte[]> found = new HashMap<>();
        keys.forEach(key -> get(key).ifPresent(value -> found.put(key, value.bytes())));
        return found;
    }

    @Override
    public synchronized void set(String key, byte[] value, Duration timeToLive) {
        Instant expiresAt = timeToLive.isZero() ? null : clock.instant().plus(timeToLive);
        entries.put(key, new Entry(value.clone(), versions.incrementAndGet(), expiresAt));
    }

    @Override
    public synchronized boolean add(String key, byte[] value, Duration timeToLive) {
        if (live(key).isPresent()) {
            return false;
        }
        set(key, value, timeToLive);
        return true;
    }

    @Override
    public synchronized Swap swap(String key, long version, byte[] value, Duration timeToLive) {
        Optional<Entry> entry = live(key);
        if (entry.isEmpty()) {
            return Swap.GONE;
        }
        if (entry.get().version() != version) {
            return Swap.CHANGED;
        }
        set(key, value, timeToLive);
        return Swap.STORED;
    }

    @Override
    public synchronized boolean delete(String key) {
        boolean existed = live(key).isPresent();
        entries.remove(key);
        return existed;
    }

    @Override
    public synchronized boolean delete(String key, long version) {
        return live(key).filter(entry -> entry.version() == version).isPresent() && delete(key);
    }

    @Override
    public synchronized OptionalLong increment(String key) {
        Optional<Entry> entry = live(key);
        if (entry.isEmpty()) {
            return OptionalLong.empty();
        }
        long next = Long.parseLong(new String(entry.get().value(), StandardCharsets.US_ASCII)) + 1;
        byte[] digits = Long.toString(next).getBytes(StandardCharsets.US_ASCII);
        entries.put(
                key, new Entry(digits, versions.incrementAndGet(), entry.get().expiresAt()));
        return OptionalLong.of(next);
    }

    @Override
    public synchronized void offer(String key, OptionalLong replaces, byte[] value, Duration timeToLive) {
        if (replaces.isPresent()) {
            swap(key, replaces.getAsLong(), value, timeToLive);
        } else {
            add(key, value, timeToLive);
        }
    }

    @Override
    public synchronized void discard(String key) {
        delete(key);
    }

    @Override
    public void close() {
        // nothing is open
    }

    private Optional<Entry> live(String key) {
        Entry entry = entries.get(key);
        if (entry != null && entry.expiresAt() != null && !clock.instant().isBefore(entry.expiresAt())) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.ofNullable(entry);
    }
}

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
import org.memorycached.session.TierUnavailableException;

/**
 * A server that is a map in this process, with memcached's semantics and an injected clock: for the tests of
 * applications that use the store, and for the store's own. It is shared by nobody else and forgets all when the
 * process ends.
 */
public final class HeapCacheServer implements CacheServer {

    private record Entry(
            Value value, long version, @Nullable Instant expiresAt) {}

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
    public Reply<Optional<VersionedValue>> sendGet(String key) {
        return Reply.now(() -> read(key));
    }

    @Override
    public Reply<Boolean> sendSet(String key, Value value, Duration timeToLive) {
        return Reply.now(() -> store(key, value, timeToLive));
    }

    @Override
    public Reply<Boolean> sendAdd(String key, Value value, Duration timeToLive) {
        return Reply.now(() -> storeNew(key, value, timeToLive));
    }

    @Override
    public Reply<Swapped> sendSwap(String key, long version, Value value, Duration timeToLive) {
        return Reply.now(() -> replace(key, version, value, timeToLive));
    }

    @Override
    public Reply<Boolean> sendDelete(String key) {
        return Reply.now(() -> remove(key));
    }

    @Override
    public Reply<Boolean> sendTouch(String key, Duration timeToLive) {
        return Reply.now(() -> prolong(key, timeToLive));
    }

    @Override
    public Reply<OptionalLong> sendIncrement(String key) {
        return Reply.now(() -> count(key, 1));
    }

    @Override
    public Reply<OptionalLong> sendDecrement(String key) {
        return Reply.now(() -> count(key, -1));
    }

    private synchronized Optional<VersionedValue> read(String key) {
        return live(key)
                .map(entry -> new VersionedValue(
                        entry.value().bytes().clone(), entry.value().flags(), entry.version()));
    }

    @Override
    public synchronized Map<String, byte[]> getAll(Collection<String> keys) {
        Map<String, byte[]> found = new HashMap<>();
        keys.forEach(key -> read(key).ifPresent(value -> found.put(key, value.bytes())));
        return found;
    }

    private synchronized boolean store(String key, Value value, Duration timeToLive) {
        Value copy = new Value(value.bytes().clone(), value.flags());
        entries.put(key, new Entry(copy, versions.incrementAndGet(), expiry(timeToLive)));
        return true;
    }

    private @Nullable Instant expiry(Duration timeToLive) {
        return timeToLive.isZero() ? null : clock.instant().plus(timeToLive);
    }

    private synchronized boolean prolong(String key, Duration timeToLive) {
        Optional<Entry> entry = live(key);
        entry.ifPresent(old -> entries.put(key, new Entry(old.value(), old.version(), expiry(timeToLive))));
        return entry.isPresent();
    }

    private synchronized boolean storeNew(String key, Value value, Duration timeToLive) {
        return live(key).isEmpty() && store(key, value, timeToLive);
    }

    private synchronized Swapped replace(String key, long version, Value value, Duration timeToLive) {
        Optional<Entry> entry = live(key);
        if (entry.isEmpty()) {
            return new Swapped(Swap.GONE, NO_VERSION);
        }
        if (entry.get().version() != version) {
            return new Swapped(Swap.CHANGED, NO_VERSION);
        }
        store(key, value, timeToLive);
        return new Swapped(Swap.STORED, versions.get());
    }

    private synchronized boolean remove(String key) {
        boolean existed = live(key).isPresent();
        entries.remove(key);
        return existed;
    }

    @Override
    public synchronized boolean delete(String key, long version) {
        return live(key).filter(entry -> entry.version() == version).isPresent() && remove(key);
    }

    private synchronized OptionalLong count(String key, int change) {
        Optional<Entry> entry = live(key);
        if (entry.isEmpty()) {
            return OptionalLong.empty();
        }
        Value old = entry.get().value();
        long next = Math.max(0, number(old) + change);
        byte[] digits = Long.toString(next).getBytes(StandardCharsets.US_ASCII);
        entries.put(
                key,
                new Entry(
                        new Value(digits, old.flags()),
                        versions.incrementAndGet(),
                        entry.get().expiresAt()));
        return OptionalLong.of(next);
    }

    private long number(Value counter) {
        try {
            return Long.parseLong(new String(counter.bytes(), StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw new TierUnavailableException(name + " refused to count what is no number", e);
        }
    }

    @Override
    public synchronized void flush() {
        entries.clear();
    }

    @Override
    public Map<String, String> stats() {
        return Map.of();
    }

    @Override
    public boolean listKeys(KeyListener listener) {
        copyOfEntries().forEach((key, entry) -> listener.key(key, timeToLive(entry)));
        return true;
    }

    private synchronized Map<String, Entry> copyOfEntries() {
        return new HashMap<>(entries); // Map.copyOf has another order in every run
    }

    private Duration timeToLive(Entry entry) {
        Instant expiresAt = entry.expiresAt();
        return expiresAt == null ? Duration.ZERO : Duration.between(clock.instant(), expiresAt);
    }

    @Override
    public synchronized void offer(String key, OptionalLong replaces, byte[] value, Duration timeToLive) {
        if (replaces.isPresent()) {
            replace(key, replaces.getAsLong(), Value.of(value), timeToLive);
        } else {
            storeNew(key, Value.of(value), timeToLive);
        }
    }

    @Override
    public synchronized void discard(String key) {
        remove(key);
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

package org.memorycached.e2e.embedded;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.container.versioning.EntryVersion;
import org.infinispan.container.versioning.NumericVersion;
import org.infinispan.metadata.Metadata;
import org.infinispan.server.memcached.MemcachedResponse;
import org.infinispan.server.memcached.MemcachedServer;
import org.infinispan.server.memcached.MemcachedStatus;
import org.infinispan.server.memcached.binary.BinaryHeader;
import org.infinispan.server.memcached.binary.BinaryOpDecoderImpl;
import org.jspecify.annotations.Nullable;

/**
 * Reads commands like Infinispan's own decoder, but counts like memcached.
 *
 * <p>Infinispan 16.0.7 writes no counter of more than ten digits: its {@code ParseUtil.writeAsciiLong} takes their
 * length for ten. The answer to such an {@code incr}, and to one of a value that is no number, breaks the client's
 * connection. The revocation feed counts in nineteen digits. Infinispan's {@code incr} also drops the entry's expiry;
 * this one keeps it.
 */
final class CounterDecoder extends BinaryOpDecoderImpl {

    /** An {@code incr} that is not to create the counter. */
    private static final int ONLY_EXISTING = -1;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");

    CounterDecoder(MemcachedServer server) {
        super(server);
    }

    @Override
    protected MemcachedResponse increment(
            BinaryHeader header, byte[] key, long delta, long initial, int expiration, boolean quiet) {
        if (delta < 0 || expiration != ONLY_EXISTING) {
            return super.increment(header, key, delta, initial, expiration, quiet);
        }
        return send(header, cache.getCacheEntryAsync(key).thenCompose(entry -> count(header, entry, delta, quiet)));
    }

    private CompletionStage<@Nullable Void> count(
            BinaryHeader header, @Nullable CacheEntry<byte[], byte[]> entry, long delta, boolean quiet) {
        if (entry == null) {
            return refuse(header, MemcachedStatus.KEY_NOT_FOUND);
        }
        if (!NUMBER.matcher(text(entry.getValue())).matches()) {
            return refuse(header, MemcachedStatus.INCR_DECR_NON_NUMERIC);
        }
        Metadata metadata = next(entry);
        return cache.computeIfPresentAsync(entry.getKey(), (key, value) -> plus(value, delta), metadata)
                .thenAccept(sum -> answer(header, sum, metadata.version(), quiet));
    }

    private CompletionStage<@Nullable Void> refuse(BinaryHeader header, MemcachedStatus status) {
        response(header, status);
        return CompletableFuture.completedFuture(null);
    }

    private void answer(BinaryHeader header, byte @Nullable [] sum, EntryVersion version, boolean quiet) {
        if (sum == null) {
            // removed since it was read
            response(header, MemcachedStatus.KEY_NOT_FOUND);
        } else if (!quiet) {
            header.setCas(((NumericVersion) version).getVersion());
            response(header, MemcachedStatus.NO_ERROR, Long.parseUnsignedLong(text(sum)));
        }
    }

    /** A new version, with the flags and what is left of the time to live. */
    private Metadata next(CacheEntry<byte[], byte[]> entry) {
        long lifespan = entry.getLifespan();
        long left = entry.getCreated() + lifespan - timeService.wallClockTime();
        return entry.getMetadata()
                .builder()
                .version(versionGenerator.generateNew())
                .lifespan(lifespan < 0 ? lifespan : Math.max(1, left))
                .build();
    }

    private static byte[] plus(byte[] value, long delta) {
        return Long.toUnsignedString(Long.parseUnsignedLong(text(value)) + delta)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.US_ASCII);
    }
}

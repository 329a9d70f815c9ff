package org.memorycached.session.tier;

import net.spy.memcached.CachedData;
import net.spy.memcached.transcoders.Transcoder;

/**
 * Bytes in, bytes out. spymemcached's default transcoder would give stored bytes to Java deserialization, unpack gzip
 * without a limit, and turn a corrupt value into null, which looks like a miss.
 */
final class RawBytes implements Transcoder<byte[]> {

    static final RawBytes INSTANCE = new RawBytes();

    private RawBytes() {}

    @Override
    public boolean asyncDecode(CachedData data) {
        return false;
    }

    @Override
    public CachedData encode(byte[] bytes) {
        return new CachedData(0, bytes, getMaxSize());
    }

    @Override
    public byte[] decode(CachedData data) {
        return data.getData();
    }

    @Override
    public int getMaxSize() {
        return CachedData.MAX_SIZE;
    }
}

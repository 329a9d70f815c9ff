package org.memorycached.session.tier;

import net.spy.memcached.CachedData;
import net.spy.memcached.transcoders.Transcoder;

/**
 * Bytes and flags in, bytes and flags out. spymemcached's default transcoder would give stored bytes to Java
 * deserialization, unpack gzip without a limit, and turn a corrupt value into null, which looks like a miss.
 */
final class RawBytes implements Transcoder<Value> {

    static final RawBytes INSTANCE = new RawBytes();

    private RawBytes() {}

    @Override
    public boolean asyncDecode(CachedData data) {
        return false;
    }

    @Override
    public CachedData encode(Value value) {
        return new CachedData(value.flags(), value.bytes(), getMaxSize());
    }

    @Override
    public Value decode(CachedData data) {
        return new Value(data.getData(), data.getFlags());
    }

    @Override
    public int getMaxSize() {
        return CachedData.MAX_SIZE;
    }
}

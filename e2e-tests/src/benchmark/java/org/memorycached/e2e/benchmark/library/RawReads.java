package org.memorycached.e2e.benchmark.library;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import net.spy.memcached.AddrUtil;
import net.spy.memcached.CachedData;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.transcoders.Transcoder;
import org.memorycached.e2e.benchmark.servers.MemcachedCommands;
import org.memorycached.e2e.benchmark.servers.StoredItem;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The floor: spymemcached's {@code get} of the very entries that our store reads, as bytes, one client for all. */
public class RawReads {

    private static final int LEAST_BYTES_OF_A_SESSION = 300;

    @State(Scope.Benchmark)
    public static class Entries {

        MemcachedClient client;
        List<String> keys;

        @Setup
        public void open() throws IOException {
            StoreReads.InLocalMemcached copies = new StoreReads.InLocalMemcached();
            copies.copyAll();
            copies.close();
            keys = MemcachedCommands.items(Given.local()).stream()
                    .filter(item -> item.bytes() > LEAST_BYTES_OF_A_SESSION)
                    .map(StoredItem::key)
                    .toList();
            client = connect(Given.local());
        }

        @TearDown
        public void close() {
            client.shutdown();
        }
    }

    @State(Scope.Thread)
    public static class Reader {

        private int next = ThreadLocalRandom.current().nextInt(1_000);

        byte[] get(Entries entries) {
            next = next + 1 < entries.keys.size() ? next + 1 : 0;
            byte[] bytes = entries.client.get(entries.keys.get(next), Bytes.INSTANCE);
            if (bytes == null) {
                throw new IllegalStateException("A copy is gone that is to be read");
            }
            return bytes;
        }
    }

    private static MemcachedClient connect(String server) throws IOException {
        return new MemcachedClient(
                new ConnectionFactoryBuilder()
                        .setProtocol(ConnectionFactoryBuilder.Protocol.BINARY)
                        .setUseNagleAlgorithm(false)
                        .setDaemon(true)
                        .build(),
                AddrUtil.getAddresses(server));
    }

    @Benchmark
    public byte[] get(Entries entries, Reader reader) {
        return reader.get(entries);
    }

    private enum Bytes implements Transcoder<byte[]> {
        INSTANCE;

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
}

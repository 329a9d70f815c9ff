package org.memorycached.e2e.benchmark.library;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import net.spy.memcached.AddrUtil;
import net.spy.memcached.CASValue;
import net.spy.memcached.CachedData;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.internal.OperationFuture;
import net.spy.memcached.transcoders.Transcoder;
import org.apache.commons.codec.digest.DigestUtils;
import org.memorycached.e2e.benchmark.servers.MemcachedCommands;
import org.memorycached.e2e.benchmark.servers.StoredItem;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The floor: spymemcached's {@code get} of the very entries that our store reads, as bytes, one client for all. */
public class RawReads {

    private static final int LEAST_BYTES_OF_A_SESSION = 300;
    private static final int SECONDS_KEPT = 60;

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

    /** The requests of a local miss, and nothing else: what the client alone takes for them. */
    @State(Scope.Benchmark)
    public static class Misses {

        private MemcachedClient local;
        private MemcachedClient[] central;
        private List<String> names;
        private int next;

        @Setup
        public void open() throws IOException {
            local = connect(Given.local());
            central = new MemcachedClient[Given.central().length];
            for (int i = 0; i < central.length; i++) {
                central[i] = connect(Given.central()[i]);
            }
            names = Given.ids().stream()
                    .map(id -> DigestUtils.sha256Hex(id.value()))
                    .toList();
        }

        @Setup(Level.Iteration)
        public void empty() {
            MemcachedCommands.flush(Given.local());
        }

        /** The local server is asked, then all central ones at once, then a copy is sent that nobody waits for. */
        byte[] read() throws Exception {
            if (next == names.size()) {
                next = 0;
                empty();
            }
            String name = names.get(next++);
            if (local.gets("copy:" + name, Bytes.INSTANCE) != null) {
                throw new IllegalStateException("There is a copy that is to be missed");
            }
            List<OperationFuture<CASValue<byte[]>>> asked = new ArrayList<>();
            for (MemcachedClient each : central) {
                asked.add(each.asyncGets("session:" + name, Bytes.INSTANCE));
            }
            byte[] bytes = new byte[0];
            for (OperationFuture<CASValue<byte[]>> each : asked) {
                bytes = each.get().getValue();
            }
            local.add("copy:" + name, SECONDS_KEPT, bytes, Bytes.INSTANCE);
            return bytes;
        }

        @TearDown
        public void close() {
            local.shutdown();
            for (MemcachedClient each : central) {
                each.shutdown();
            }
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
    public byte[] localMiss(Misses misses) throws Exception {
        return misses.read();
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

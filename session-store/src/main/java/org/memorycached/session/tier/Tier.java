package org.memorycached.session.tier;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The servers of one tier, and which of them has which key: rendezvous hashing (Thaler and Ravishankar, 1998). Each
 * server draws a number from its name and the key, the highest wins; so adding a server to N moves only the keys that
 * it wins, about one in N + 1, and the order of the list does not matter.
 */
public final class Tier implements AutoCloseable {

    private final List<CacheServer> servers;
    private final int[] seeds;

    public Tier(List<? extends CacheServer> servers) {
        this.servers = List.copyOf(servers);
        this.seeds = this.servers.stream()
                .mapToInt(server -> hash(server.name().getBytes(StandardCharsets.UTF_8), 0))
                .toArray();
    }

    public List<CacheServer> servers() {
        return servers;
    }

    public boolean isEmpty() {
        return servers.isEmpty();
    }

    /**
     * The server that has this key.
     *
     * @throws IllegalStateException if the tier has no servers
     */
    public CacheServer serverOf(String key) {
        return servers.get(indexOf(key));
    }

    /** Like {@link #serverOf}: its place in {@link #servers()}. */
    public int indexOf(String key) {
        if (servers.isEmpty()) {
            throw new IllegalStateException("This tier has no servers");
        }
        if (servers.size() == 1) {
            return 0;
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int winner = 0;
        long best = -1;
        for (int i = 0; i < seeds.length; i++) {
            long draw = Integer.toUnsignedLong(hash(bytes, seeds[i]));
            if (draw > best) {
                best = draw;
                winner = i;
            }
        }
        return winner;
    }

    private static int hash(byte[] bytes, int seed) {
        return MurmurHash3.hash32x86(bytes, 0, bytes.length, seed);
    }

    @Override
    public void close() {
        servers.forEach(CacheServer::close);
    }
}

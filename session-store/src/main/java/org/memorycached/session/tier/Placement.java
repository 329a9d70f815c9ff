package org.memorycached.session.tier;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.commons.codec.digest.MurmurHash3;

/** Which servers of a tier have a key. Implementations are immutable and thread-safe. */
public interface Placement {

    /**
     * @param copies how many servers have the key, at least one and at most all
     * @return their places in the list of servers, the first to be asked first
     */
    int[] of(String key, int copies);

    /**
     * Rendezvous hashing (Thaler and Ravishankar, 1998): each server draws a number from its name and the key, the
     * highest win. So adding a server to N moves only the keys that it wins, about one in N + 1; the order of the list
     * does not matter; and of a key's two servers at most one is another after a server was added or removed.
     *
     * @param names of the servers, in their order
     */
    static Placement rendezvous(List<String> names) {
        return new Rendezvous(names.stream()
                .mapToInt(name -> Rendezvous.hash(name.getBytes(StandardCharsets.UTF_8), 0))
                .toArray());
    }

    /**
     * As Perl's {@code Cache::Memcached} places keys: bits 16 to 30 of their CRC-32, modulo the number of servers. Every
     * client must list the servers in the same order, and adding one moves most keys.
     */
    static Placement crc32Modulo(int servers) {
        return (key, copies) -> {
            CRC32 crc = new CRC32();
            crc.update(key.getBytes(StandardCharsets.UTF_8));
            int first = (int) ((crc.getValue() >> 16) & 0x7fff) % servers;
            return IntStream.range(first, first + copies).map(i -> i % servers).toArray();
        };
    }

    /** @param seeds one for each server */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Rendezvous(int[] seeds) implements Placement {

        @Override
        public int[] of(String key, int copies) {
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            if (copies == 1) {
                return new int[] {winner(bytes)};
            }
            long[] draws = new long[seeds.length];
            for (int i = 0; i < seeds.length; i++) {
                draws[i] = draw(bytes, i);
            }
            int[] highest = new int[copies];
            for (int i = 0; i < copies; i++) {
                highest[i] = highest(draws);
                draws[highest[i]] = -1;
            }
            return highest;
        }

        private static int highest(long[] draws) {
            int highest = 0;
            for (int i = 1; i < draws.length; i++) {
                if (draws[i] > draws[highest]) {
                    highest = i;
                }
            }
            return highest;
        }

        private int winner(byte[] key) {
            int winner = 0;
            long best = -1;
            for (int i = 0; i < seeds.length && seeds.length > 1; i++) {
                long draw = draw(key, i);
                if (draw > best) {
                    best = draw;
                    winner = i;
                }
            }
            return winner;
        }

        private long draw(byte[] key, int server) {
            return Integer.toUnsignedLong(hash(key, seeds[server]));
        }

        private static int hash(byte[] bytes, int seed) {
            return MurmurHash3.hash32x86(bytes, 0, bytes.length, seed);
        }
    }
}

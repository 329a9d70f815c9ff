package org.memorycached.e2e.drill;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.PlainConnection;
import org.memorycached.session.testing.RealMemcached;

/** The central servers, as processes. Used by one thread at a time. */
final class CentralServers implements AutoCloseable {

    /** {@code complete}, by its length: the value's first line tells no more. */
    private static final String COMPLETE = " " + "complete".length();

    private final List<MemcachedInstance> servers;
    private final String stateKey;

    private CentralServers(int count) {
        servers = IntStream.range(0, count)
                .mapToObj(i -> RealMemcached.startProgram())
                .toList();
        // As the store names it, see Standings: which servers there are, and how many copies.
        stateKey = "tier:state:" + DigestUtils.md5Hex(names().sorted().collect(Collectors.joining(",")) + " 2");
    }

    static CentralServers start(int count) {
        return new CentralServers(count);
    }

    Stream<String> names() {
        return servers.stream().map(MemcachedInstance::address);
    }

    List<MemcachedInstance> all() {
        return servers;
    }

    /** Whether every server has all that belongs on it, and missed nothing. */
    boolean areWhole() {
        return servers.stream().allMatch(this::isWhole);
    }

    private boolean isWhole(MemcachedInstance server) {
        try (PlainConnection connection = PlainConnection.to(server.address())) {
            if (!connection.ask("get " + stateKey).endsWith(COMPLETE)) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        return names().noneMatch(other -> hasMissed(server, other));
    }

    private static boolean hasMissed(MemcachedInstance witness, String other) {
        try (PlainConnection connection = PlainConnection.to(witness.address())) {
            return !connection.ask("get tier:missed:" + other).equals("END");
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        servers.forEach(MemcachedInstance::close);
    }
}

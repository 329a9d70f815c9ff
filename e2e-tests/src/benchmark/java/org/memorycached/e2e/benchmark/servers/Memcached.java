package org.memorycached.e2e.benchmark.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.memorycached.session.testing.FreePort;

/** A memcached with Debian's settings, but for its memory. */
public final class Memcached implements AutoCloseable {

    private final int port = FreePort.next();
    private final ServerProgram program;

    /**
     * @param megabytes what it may keep
     * @param logs folder for its log
     */
    public Memcached(int megabytes, Path logs) {
        List<String> command = new ArrayList<>(List.of(
                Program.MEMCACHED.path(),
                "-l",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-m",
                Integer.toString(megabytes)));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody")); // memcached refuses to run as root
        }
        program = ServerProgram.start(command, port, logs.resolve("memcached-" + port + ".log"));
    }

    /** Starts several. */
    public static List<Memcached> start(int count, int megabytes, Path logs) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Memcached(megabytes, logs))
                .toList();
    }

    /** {@code host:port} of each. */
    public static String[] addresses(List<Memcached> servers) {
        return servers.stream().map(Memcached::address).toArray(String[]::new);
    }

    public static void close(Collection<Memcached> servers) {
        servers.forEach(Memcached::close);
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Its counters, such as {@code cmd_get}. */
    public Map<String, Long> statistics() {
        return MemcachedCommands.statistics(address());
    }

    /** All it has. */
    public List<StoredItem> items() {
        return MemcachedCommands.items(address());
    }

    @Override
    public void close() {
        program.close();
    }
}

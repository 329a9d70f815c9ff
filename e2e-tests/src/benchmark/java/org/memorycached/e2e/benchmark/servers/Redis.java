package org.memorycached.e2e.benchmark.servers;

import java.nio.file.Path;
import java.util.List;
import org.memorycached.session.testing.FreePort;

/** A Redis that keeps everything in memory, as the memcached it is compared with. */
public final class Redis implements AutoCloseable {

    private final int port = FreePort.next();
    private final ServerProgram program;

    /** @param logs folder for its log */
    public Redis(Path logs) {
        program = ServerProgram.start(
                List.of(
                        Program.REDIS.path(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no"),
                port,
                logs.resolve("redis.log"));
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        program.close();
    }
}

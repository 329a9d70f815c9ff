package org.memorycached.e2e.benchmark.http;

import java.nio.file.Path;
import java.time.Duration;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.servers.Program;

/** Makes load: sixteen connections that ask one after the other, as fast as they are answered. */
interface Load {

    int CONNECTIONS = 16;

    /**
     * Which cookies the requests carry.
     *
     * @param file a {@code Cookie} header's value a line, sent in turn; of a forged one the beginning, which random hex
     *     digits and {@code suffix} follow
     * @param forged whether ids are made up, another one for each request
     */
    record Cookies(Path file, boolean forged, String suffix) {}

    /**
     * What it came to.
     *
     * @param refused answers of status 400 and more
     */
    record Throughput(double requestsPerSecond, long requests, long refused) {}

    Throughput on(int port, String path, Cookies cookies, Duration duration);

    /** wrk, if it is here. */
    static Load of(Lab lab) {
        return Program.WRK.find().isPresent() ? new WrkLoad(lab) : new SocketLoad();
    }
}

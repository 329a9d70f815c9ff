package org.memorycached.e2e.benchmark.http;

import java.nio.file.Path;
import java.time.Duration;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.servers.Program;

/** Makes load: connections that ask one after the other, as fast as they are answered. */
interface Load {

    /** How many there are while something is measured. */
    int CONNECTIONS = 16;

    /** How many warm an application up: these leave its compilers more of two processors, and it is done sooner. */
    int WARM_UP_CONNECTIONS = 4;

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

    /** For what is measured; by wrk, if it is here. */
    static Load of(Lab lab) {
        return of(lab, CONNECTIONS);
    }

    /** For what is not measured yet. */
    static Load toWarmUp(Lab lab) {
        return of(lab, WARM_UP_CONNECTIONS);
    }

    private static Load of(Lab lab, int connections) {
        return Program.WRK.find().isPresent() ? new WrkLoad(lab, connections) : new SocketLoad(connections);
    }
}

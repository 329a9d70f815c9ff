package org.memorycached.e2e.benchmark.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.servers.Program;

/** By wrk, with two threads. */
final class WrkLoad implements Load {

    private static final String SCRIPT = """
            local prepared, next, forged, suffix, first = {}, 0, false, "", ""
            local counter = 0
            function setup(thread) thread:set("seed", counter); counter = counter + 1 end
            local function with(cookie)
              return wrk.format("GET", nil, { Cookie = cookie, Accept = "application/json" })
            end
            function init(args)
              forged, suffix = args[2] == "true", args[3] or ""
              math.randomseed(os.time() * 2 + seed)
              for line in io.lines(args[1]) do
                first = line
                prepared[#prepared + 1] = with(line)
              end
            end
            local function digits() return string.format("%08x", math.random(0, 2147483647)) end
            function request()
              if forged then return with(first .. digits() .. digits() .. digits() .. digits() .. suffix) end
              next = next % #prepared + 1
              return prepared[next]
            end
            """;

    private static final Pattern REQUESTS_PER_SECOND = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    /** An answer that takes longer is a failed connection to wrk; in a warm-up some take more than its usual 2 s. */
    private static final String LONGEST_ANSWER = "10s";

    private final Path script;
    private final int connections;

    WrkLoad(Lab lab, int connections) {
        this.connections = connections;
        try {
            script = Files.writeString(lab.folder().resolve("load.lua"), SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Throughput on(int port, String path, Cookies cookies, Duration duration) {
        String output = run(
                Program.WRK.find().orElseThrow().toString(),
                "-t2",
                "-c" + connections,
                "-d" + Math.max(1, duration.toSeconds()) + "s",
                "--timeout",
                LONGEST_ANSWER,
                "-s",
                script.toString(),
                "http://127.0.0.1:" + port + path,
                "--",
                cookies.file().toString(),
                Boolean.toString(cookies.forged()),
                cookies.suffix());
        if (output.contains("Socket errors")) {
            throw new IllegalStateException("Connections failed:\n" + output);
        }
        return new Throughput(
                number(REQUESTS_PER_SECOND, output),
                (long) number(REQUESTS, output),
                REFUSED.matcher(output).find() ? (long) number(REFUSED, output) : 0);
    }

    private static double number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk answered:\n" + output);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.memorycached.e2e.benchmark.servers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A program that the benchmark runs. */
public enum Program {
    MEMCACHED("memcached", true),
    REDIS("redis-server", true),
    /** Asks for pages while the image's archive is made. */
    CURL("curl", true),
    /** Without it, threads of this JVM make the load; they take more of the machine for the same load. */
    WRK("wrk", false);

    private final String fileName;
    private final boolean required;

    Program(String fileName, boolean required) {
        this.fileName = fileName;
        this.required = required;
    }

    /** Where it is: the first of that name on the PATH. */
    public Optional<Path> find() {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, fileName))
                .filter(Files::isExecutable)
                .findFirst();
    }

    String path() {
        return find().orElseThrow(() -> new IllegalStateException("There is no " + fileName))
                .toString();
    }

    /**
     * Says which programs it will be.
     *
     * @throws IllegalStateException if one is missing that must not; it says how to get it
     */
    public static String checkAll() {
        List<Program> missing =
                Arrays.stream(values()).filter(each -> each.find().isEmpty()).toList();
        String howTo = "missing: " + names(missing) + " (Debian: apt-get install memcached redis-server curl wrk)";
        if (missing.stream().anyMatch(each -> each.required)) {
            throw new IllegalStateException("The benchmark cannot run, " + howTo);
        }
        return missing.isEmpty() ? "Programs: " + names(List.of(values())) : howTo + "; this JVM makes the load";
    }

    private static String names(List<Program> programs) {
        return programs.stream().map(each -> each.fileName).collect(Collectors.joining(", "));
    }
}

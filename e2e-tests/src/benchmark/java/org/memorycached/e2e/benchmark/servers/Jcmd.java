package org.memorycached.e2e.benchmark.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks another JVM of this user about itself, by the JDK's {@code jcmd}. */
final class Jcmd {

    private Jcmd() {}

    /**
     * A number that it tells.
     *
     * @param number with the digits as its first group
     * @throws IllegalStateException if the answer has no such number
     */
    static long number(long pid, String command, Pattern number) {
        String answer = ask(pid, command);
        Matcher found = number.matcher(answer);
        if (!found.find()) {
            throw new IllegalStateException("jcmd " + command + " does not tell it of " + pid + ":\n" + answer);
        }
        return Long.parseLong(found.group(1));
    }

    private static String ask(long pid, String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

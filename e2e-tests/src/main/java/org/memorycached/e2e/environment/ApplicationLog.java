package org.memorycached.e2e.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The file that one application's output goes to. */
record ApplicationLog(Path file) {

    private static final int LAST_LINES = 25;

    /** {@code application-1.log} for "Application 1", in a folder that is made if there is none. */
    static ApplicationLog of(String name, Path folder) throws IOException {
        Files.createDirectories(folder);
        String fileName = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return new ApplicationLog(folder.resolve(fileName + ".log").toAbsolutePath());
    }

    /** The end of it, for an error message. */
    String lastLines() {
        return "The last lines of " + file + ":\n"
                + lines().stream().map(line -> "    " + line).collect(Collectors.joining("\n"));
    }

    private List<String> lines() {
        try {
            // Decoded leniently: whatever an application has written must not hide why it failed.
            List<String> lines =
                    Arrays.asList(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\\R"));
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        } catch (IOException e) {
            return List.of("(cannot be read: " + e + ")");
        }
    }
}

package org.memorycached.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memorycached.e2e.environment.Command;

/** What the README promises to those who copy {@code session-store}: this folder and ten lines of pom are enough. */
class CopyMeIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The block of the README that a comment names. */
    private static final Pattern POM = Pattern.compile("<!-- copy-me -->\\s*```xml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    /** On a machine that has a JDK, and no memcached: what needs one is left out there. */
    @Test
    void session_store_copied_alone_builds_and_passes_its_tests() throws IOException {
        String pom = pomOfReadme();
        assertThat(pom.lines()).hasSizeLessThanOrEqualTo(10);
        Files.writeString(folder.resolve("pom.xml"), pom);
        copyModule();

        Command.Result result = Command.of(List.of(
                        ROOT.resolve("mvnw").toString(),
                        "--batch-mode",
                        "--no-transfer-progress",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                        "-Dfuzz.duration=1s", // this build has fuzzed for long already, and tested with memcached
                        "verify"))
                .in(folder)
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("MEMCACHED_SOURCE", "none")
                .with("E2E_REQUIRED", "")
                .run();

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).containsPattern("Tests run: \\d{3,}, Failures: 0, Errors: 0");
    }

    private static String pomOfReadme() throws IOException {
        Matcher block = POM.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).as("the README has the block").isTrue();
        return block.group(1);
    }

    private void copyModule() throws IOException {
        Path source = ROOT.resolve("session-store");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(path -> !path.startsWith(source.resolve("target")))
                    .toList()) {
                Path target = folder.resolve("session-store")
                        .resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}

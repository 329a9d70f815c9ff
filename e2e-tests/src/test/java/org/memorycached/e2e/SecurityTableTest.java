package org.memorycached.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README's security table calls a test is one: each class is there, with the method. */
class SecurityTableTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Map<String, String> MODULES =
            Map.of("s", "session-store", "p", "sso-portal", "a", "protected-app");

    /** The table's rows begin with a requirement's number. */
    private static final Pattern ROW = Pattern.compile("^\\| \\d+\\.\\d+\\.\\d+.*\\| ([^|]+) \\|$", Pattern.MULTILINE);

    private static final Pattern MODULE_OR_TEST = Pattern.compile("\\b([spa]): |`(\\w+)(?:#(\\w+))?`");
    private static final Pattern PARENT = Pattern.compile("\\bclass \\w+ extends (\\w+)");

    @Test
    void everyRowNamesTestsThatThereAre() throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher rows = ROW.matcher(Files.readString(ROOT.resolve("README.md")));
        int count = 0;
        for (; rows.find(); count++) {
            missing.addAll(missing(rows.group(1)));
        }
        assertThat(missing).isEmpty();
        assertThat(count).as("rows").isGreaterThan(15);
    }

    private static List<String> missing(String tests) throws IOException {
        List<String> missing = new ArrayList<>();
        String module = "?";
        int count = 0;
        for (Matcher each = MODULE_OR_TEST.matcher(tests); each.find(); ) {
            if (each.group(1) != null) {
                module = MODULES.get(each.group(1));
                continue;
            }
            count++;
            if (!exists(module, each.group(2), each.group(3))) {
                missing.add(module + ": " + each.group());
            }
        }
        if (count == 0) {
            missing.add("a row without a test: " + tests);
        }
        return missing;
    }

    /** The method may be one of a contract that the class inherits. */
    private static boolean exists(String module, String type, String method) throws IOException {
        for (Path source : sources(module, type)) {
            String code = Files.readString(source);
            Matcher parent = PARENT.matcher(code);
            if (method == null
                    || code.contains("void " + method + "(")
                    || parent.find() && exists(module, parent.group(1), method)) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> sources(String module, String type) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            return files.filter(file -> file.endsWith(type + ".java")).toList();
        }
    }
}

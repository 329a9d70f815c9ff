package org.memorycached.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplatesTest {

    /** A button reacts to the space key, which a link does not, and no page has a script that could make it. */
    @Test
    void noLinkSaysThatItIsAButton() throws IOException {
        try (Stream<Path> templates = Files.walk(Path.of("src/main/resources/templates"))) {
            assertThat(templates.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(template -> assertThat(template).content().doesNotContain("role=\"button\""));
        }
    }
}

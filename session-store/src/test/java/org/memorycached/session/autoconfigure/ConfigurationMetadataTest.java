package org.memorycached.session.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memorycached.session.autoconfigure.SessionStoreProperties.Sasl;
import org.memorycached.session.autoconfigure.SessionStoreProperties.Sso;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an IDE shows while somebody types {@code session-store.}: every property, with a description and a type. */
class ConfigurationMetadataTest {

    private static final Map<String, JsonNode> DOCUMENTED = documented();

    @ParameterizedTest
    @MethodSource("properties")
    void each_property_is_described(String name) {
        assertThat(DOCUMENTED).containsKey(name);
        assertThat(DOCUMENTED.get(name).path("description").asString("")).endsWith(".");
        assertThat(DOCUMENTED.get(name).path("type").asString("")).isNotEmpty();
    }

    static Stream<String> properties() {
        return Stream.concat(sessionStore(), identity());
    }

    private static Stream<String> identity() {
        return Stream.concat(
                Stream.of(IdentityProperties.class.getRecordComponents())
                        .filter(component -> component.getType() != IdentityProperties.Token.class)
                        .map(component -> "session-store.identity." + kebabCase(component)),
                Stream.of(IdentityProperties.Token.class.getRecordComponents())
                        .map(component -> "session-store.identity.token." + kebabCase(component)));
    }

    private static Stream<String> sessionStore() {
        return Stream.concat(
                Stream.of(SessionStoreProperties.class.getRecordComponents())
                        .filter(component -> component.getType() != Sso.class)
                        .flatMap(component -> component.getType() == Sasl.class
                                ? Stream.of(Sasl.class.getRecordComponents())
                                        .map(part -> kebabCase(component) + "." + kebabCase(part))
                                : Stream.of(kebabCase(component)))
                        .map(name -> "session-store." + name),
                Stream.of(Sso.class.getRecordComponents())
                        .map(component -> "session-store.sso." + kebabCase(component)));
    }

    private static String kebabCase(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Map<String, JsonNode> documented() {
        Map<String, JsonNode> properties = new HashMap<>();
        try {
            // Each library on the class path has such a file: ours is not the only one.
            for (URL metadata : Collections.list(SessionStoreProperties.class
                    .getClassLoader()
                    .getResources("META-INF/spring-configuration-metadata.json"))) {
                try (InputStream json = metadata.openStream()) {
                    JsonMapper.shared()
                            .readTree(json)
                            .get("properties")
                            .forEach(property ->
                                    properties.put(property.get("name").asString(), property));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return properties;
    }
}

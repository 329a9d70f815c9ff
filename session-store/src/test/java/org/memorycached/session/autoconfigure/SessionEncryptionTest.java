package org.memorycached.session.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memorycached.session.CreatedSession;
import org.memorycached.session.InvalidOptionException;
import org.memorycached.session.Session;
import org.memorycached.session.SessionStore;
import org.memorycached.session.SessionStoreBuilder;
import org.memorycached.session.codec.EncryptingSessionCodec;
import org.memorycached.session.codec.StorableSessionCodec;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.ServerConnector;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

class SessionEncryptionTest {

    private final HeapCacheServer server = new HeapCacheServer("heap", Clock.systemUTC());

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SessionStoreAutoConfiguration.class))
            .withBean(ServerConnector.class, () -> address -> server)
            .withPropertyValues("session-store.servers=cache1:11211");

    @TempDir
    private Path secrets;

    private Path keyset;
    private String key;

    @BeforeEach
    void writeKeyset() throws GeneralSecurityException, IOException {
        key = TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
                AeadConfig2026.get(),
                InsecureSecretKeyAccess.get());
        keyset = Files.writeString(secrets.resolve("keyset.json"), key);
    }

    @Test
    void sessions_are_encrypted_with_the_key_set() {
        application
                .withPropertyValues("session-store.encryption-keyset=file:" + keyset)
                .run(context -> {
                    SessionStore store = context.getBean(SessionStore.class);
                    CreatedSession login = store.create(Map.of("uid", "dwho"));
                    assertThat(store.find(login.id()))
                            .flatMap(Session::principal)
                            .contains("dwho");
                    assertThat(stored(login)).doesNotContain("dwho").doesNotContain("version");
                });
    }

    @Test
    void without_a_key_set_they_are_plain_json() {
        application.withClassLoader(new FilteredClassLoader(Aead.class)).run(context -> {
            CreatedSession login = context.getBean(SessionStore.class).create(Map.of("uid", "dwho"));
            assertThat(stored(login)).startsWith("{\"version\"").contains("dwho");
        });
    }

    private String stored(CreatedSession login) {
        String key = "session:" + login.session().key().fingerprint();
        return new String(server.get(key).orElseThrow().bytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "file:/nowhere/keyset.json", "classpath:keyset.json", "%%%", "file:/"})
    void a_file_that_is_not_there_is_refused(String location) {
        assertRefused(location, "name a file that can be read", "'" + location.strip());
    }

    @Test
    void a_file_that_is_no_key_set_is_refused() throws IOException {
        Path wrong = Files.writeString(secrets.resolve("wrong.json"), key.replace("AesGcmKey", "HmacKey"));
        assertRefused("file:" + wrong, "no key set of Tink's", wrong.toString());
        Files.writeString(wrong, "hunter2");
        assertRefused("file:" + wrong, "no key set of Tink's", wrong.toString());
    }

    @Test
    void the_key_set_in_place_of_its_file_is_refused_and_not_shown() {
        assertRefused(key, "name a file that can be read", "(not shown)");
    }

    @Test
    void it_needs_tink() {
        application
                .withClassLoader(new FilteredClassLoader(Aead.class))
                .withPropertyValues("session-store.encryption-keyset=file:" + keyset)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(InvalidOptionException.class)
                        .hasMessageContaining("com.google.crypto.tink:tink"));
    }

    /** All but the codec that encrypts, as Spring looks at it. */
    @Test
    void nothing_else_needs_tink() throws Exception {
        try (URLClassLoader withoutTink =
                new URLClassLoader(classPathWithoutTink(), ClassLoader.getPlatformClassLoader())) {
            for (Class<?> type : List.of(
                    SessionStoreAutoConfiguration.class,
                    SessionEncryption.class,
                    SessionStoreBuilder.class,
                    StorableSessionCodec.class)) {
                assertThat(Class.forName(type.getName(), true, withoutTink).getDeclaredMethods())
                        .isNotEmpty();
            }
            Class<?> encrypting = Class.forName(EncryptingSessionCodec.class.getName(), false, withoutTink);
            assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(encrypting::getDeclaredMethods);
        }
    }

    private static URL[] classPathWithoutTink() throws MalformedURLException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().startsWith("tink")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    private void assertRefused(String location, String fix, String shown) {
        // A property source of its own: the runner trims what is written as a line.
        application
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("keyset", Map.of("session-store.encryption-keyset", location))))
                .run(context -> {
                    assertThat(context).hasFailed();
                    Throwable failure = context.getStartupFailure();
                    FailureAnalysis analysis = new InvalidOptionFailureAnalyzer().analyze(failure);
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription())
                            .contains("session-store.encryption-keyset")
                            .contains(shown);
                    assertThat(analysis.getAction()).contains(fix);
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(String.valueOf(cause.getMessage())).doesNotContain("primaryKeyId", "hunter2");
                    }
                });
    }
}

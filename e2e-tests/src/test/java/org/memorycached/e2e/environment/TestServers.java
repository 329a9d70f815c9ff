package org.memorycached.e2e.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.memorycached.e2e.embedded.EmbeddedMemcached;
import org.memorycached.e2e.embedded.EmbeddedServer;
import org.memorycached.session.testing.FreePort;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.PlainConnection;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.ServerAddress;

/** Where the stories' memcached comes from: Docker, the program, or, where there is neither, the embedded server. */
final class TestServers {

    static final String ENDED = "ended";

    private static final EmbeddedMemcached EMBEDDED = RealMemcached.isAvailable() ? null : standIn();

    private TestServers() {}

    private static EmbeddedMemcached standIn() {
        System.out.println("The embedded server stands in for memcached.");
        return new EmbeddedMemcached();
    }

    static MemcachedInstance start() {
        return EMBEDDED == null ? RealMemcached.start() : new Embedded(EMBEDDED.start(FreePort.next()));
    }

    /** Whether a server has this key, asked of itself; in the text protocol, which the embedded one does not speak. */
    static boolean has(String address, String key) {
        return EMBEDDED == null ? hasInText(address, key) : hasInBinary(address, key);
    }

    private static boolean hasInText(String address, String key) {
        try (PlainConnection connection = PlainConnection.to(address)) {
            // The value's first line has its length: of a session that was ended the word "ended" is left.
            String value = connection.ask("get " + key);
            return value.startsWith("VALUE " + key) && !value.endsWith(" " + ENDED.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasInBinary(String address, String key) {
        MemcachedSettings settings = new MemcachedSettings(MemcachedSettings.Protocol.BINARY, Duration.ofSeconds(2));
        try (CacheServer server = new MemcachedConnector(settings).connect(ServerAddress.parse(address))) {
            return server.get(key)
                    .filter(value -> !new String(value.bytes(), StandardCharsets.US_ASCII).equals(ENDED))
                    .isPresent();
        }
    }

    /** An embedded server can be ended and started again, but not frozen. */
    private record Embedded(EmbeddedServer server) implements MemcachedInstance {

        @Override
        public String address() {
            return server.address();
        }

        @Override
        public void kill() {
            server.stop();
        }

        @Override
        public void restart() {
            server.stop();
            server.start();
        }

        @Override
        public void freeze() {
            throw new IllegalStateException("An embedded server cannot be frozen");
        }

        @Override
        public void thaw() {
            throw new IllegalStateException("An embedded server cannot be frozen");
        }

        @Override
        public void close() {
            server.close();
        }
    }
}

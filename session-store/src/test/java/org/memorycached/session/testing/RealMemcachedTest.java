package org.memorycached.session.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealMemcachedTest {

    @ParameterizedTest
    @EnumSource
    void answersOnLoopback(RealMemcached.Source source) throws IOException {
        try (MemcachedInstance memcached = started(source)) {
            assertThat(memcached.address()).startsWith("127.0.0.1:");
            assertThat(ask(memcached, "version")).startsWith("VERSION 1.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isEmptyAfterARestartOnTheSamePort(RealMemcached.Source source) throws IOException {
        try (MemcachedInstance memcached = started(source)) {
            assertThat(ask(memcached, "set key 0 0 5", "value")).isEqualTo("STORED");
            memcached.kill();
            assertThatThrownBy(() -> ask(memcached, "version")).isInstanceOf(IOException.class);
            memcached.restart();
            assertThat(ask(memcached, "get key")).isEqualTo("END");
            ask(memcached, "set key 0 0 5", "value");
            memcached.restart();
            assertThat(ask(memcached, "get key")).isEqualTo("END");
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotAnswerWhileItIsFrozen(RealMemcached.Source source) throws IOException {
        try (MemcachedInstance memcached = started(source)) {
            ask(memcached, "set key 0 0 5", "value");
            memcached.freeze();
            assertThatThrownBy(() -> ask(memcached, "version")).isInstanceOf(SocketTimeoutException.class);
            memcached.thaw();
            assertThat(ask(memcached, "get key")).isEqualTo("VALUE key 0 5");
        }
    }

    @ParameterizedTest
    @EnumSource
    void canBeEndedWhileItIsFrozen(RealMemcached.Source source) {
        MemcachedInstance memcached = started(source);
        memcached.freeze();
        memcached.close();
        assertThatThrownBy(() -> ask(memcached, "version")).isInstanceOf(IOException.class);
    }

    @Test
    @RequiresRealMemcached
    void startsWhatIsThere() throws IOException {
        try (MemcachedInstance memcached = RealMemcached.start()) {
            assertThat(ask(memcached, "get nothing")).isEqualTo("END");
        }
    }

    private static MemcachedInstance started(RealMemcached.Source source) {
        Optional<String> whyNot = source.whyNot();
        assumeTrue(whyNot.isEmpty(), () -> whyNot.orElse(""));
        return source.start();
    }

    private static String ask(MemcachedInstance memcached, String... lines) throws IOException {
        try (PlainConnection connection = PlainConnection.to(memcached.address())) {
            return connection.ask(lines);
        }
    }
}

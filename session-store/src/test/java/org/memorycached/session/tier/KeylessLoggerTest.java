package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.slf4j.LoggerFactory;

/** The client tells what was under way on a lost connection. */
class KeylessLoggerTest {

    /** As the original names a session: by its id. */
    private static final String ID = "0123456789abcdef0123456789abcdef";

    /** What is held is never let go. */
    private static final String NOWHERE = "127.0.0.1:1";

    /** Of ten thousand bytes each. */
    private static final int MORE_THAN_SOCKETS_TAKE = 500;

    private static final int MORE_THAN_QUEUES_TAKE = 2 * 16_384;
    private static final String ASCII = "net.spy.memcached.protocol.ascii";

    private final Logger client = (Logger) LoggerFactory.getLogger("net.spy.memcached");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        client.setLevel(Level.DEBUG);
        client.setAdditive(false); // a hundred thousand lines
        client.addAppender(log);
    }

    @AfterEach
    void stop() {
        client.detachAppender(log);
        client.setLevel(null);
        client.setAdditive(true);
    }

    @Test
    void no_line_of_the_text_protocol_is_told_with_its_key() {
        KeylessLogger logger = new KeylessLogger(ASCII);
        logger.debug("Got line %s", "VALUE " + ID + " 0 12 34");
        logger.debug("Delete of %s returned %s", ID, "DELETED");
        client.detachAppender(log); // another test's client may still log
        assertThat(log.list)
                .filteredOn(event -> event.getLoggerName().equals(ASCII))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Got line VALUE … 0 12 34", "Delete of … returned DELETED");
    }

    /** Whose stack trace an application may log. */
    @Test
    void an_operation_that_finds_no_room_is_an_outage_without_a_cause() throws Exception {
        client.setLevel(Level.WARN);
        MemcachedSettings settings = new MemcachedSettings(Protocol.BINARY, Duration.ofSeconds(5));
        try (HoldingRelay relay = new HoldingRelay(NOWHERE);
                MemcachedServer server = new MemcachedServer(new ServerAddress("127.0.0.1", relay.port()), settings)) {
            Reply<?> write = server.sendSet(ID, Value.of(new byte[1]), Duration.ofMinutes(1));
            for (int i = 0; i < MORE_THAN_SOCKETS_TAKE + MORE_THAN_QUEUES_TAKE; i++) {
                byte[] value = new byte[i < MORE_THAN_SOCKETS_TAKE ? 10_000 : 1];
                write = server.sendSet(ID, Value.of(value), Duration.ofMinutes(1));
            }
            assertThatExceptionOfType(TierUnavailableException.class)
                    .isThrownBy(write::await)
                    .withMessageContaining("its queue is full")
                    .withNoCause();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_operation_that_is_lost_with_its_connection_is_told_without_its_key(Protocol protocol) throws Exception {
        MemcachedSettings settings = new MemcachedSettings(protocol, Duration.ofSeconds(5));
        try (HoldingRelay relay = new HoldingRelay(NOWHERE);
                MemcachedServer server = new MemcachedServer(new ServerAddress("127.0.0.1", relay.port()), settings)) {
            Reply<?> read = server.sendGet(ID);
            Reply<?> write = server.sendSet(ID, Value.of(new byte[1]), Duration.ofMinutes(1));
            await().until(relay::holdsSomething);
            relay.cut();
            assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(read::await);
            assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(write::await);
        }
        client.detachAppender(log); // the client's thread may still log
        List<String> lines =
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(lines)
                .anyMatch(line -> line.contains("Discarding partially completed op"))
                .noneMatch(line -> line.contains(ID));
    }
}

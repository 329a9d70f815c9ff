package org.memorycached.session.tier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;
import org.memorycached.session.tier.MemcachedSettings.Protocol;

/**
 * Whoever asks for a session gets that one or none, whatever becomes of connections: the answers on one are in the order
 * of the questions, so one answer that nobody waits for would give everybody else's to the next.
 */
@RequiresRealMemcached
class WhoseAnswerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SOMEBODY = "somebody".repeat(31); // long, so that thousands fill all buffers
    private static final String SOMEBODY_ELSE = "somebody-else";
    private static final int MORE_THAN_BUFFERS_TAKE = 16_000;

    private static final String SHORT = "a";
    private static final String SHORT_TOO = "b";
    private static final int MORE_THAN_ANY_QUEUE_TAKES = 40_000;
    private static final int ROOM_IN_A_QUEUE = 10_000;

    private final MemcachedInstance memcached = RealMemcached.start();
    private HoldingRelay relay;

    @BeforeEach
    void holdWhatIsSent() throws Exception {
        relay = new HoldingRelay(memcached.address());
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
        memcached.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_question_that_was_half_sent_when_its_connection_was_lost_takes_nobody_elses_answer(Protocol protocol) {
        store(protocol);
        ServerAddress held = new ServerAddress("127.0.0.1", relay.port());
        MemcachedSettings settings = new MemcachedSettings(protocol, PATIENCE);
        ReconnectingClient client = new ReconnectingClient(held, settings);
        try (MemcachedServer server = new MemcachedServer(held, settings, client)) {
            IntStream.range(0, MORE_THAN_BUFFERS_TAKE).forEach(i -> server.sendGet(SOMEBODY));
            cutInTheMiddle(client);
            Reply<Optional<VersionedValue>> answer = server.sendGet(SOMEBODY_ELSE);
            pause(); // until it is on its way
            relay.letGo();
            assertThat(answer.await())
                    .hasValueSatisfying(value ->
                            assertThat(value.bytes()).asString(US_ASCII).isEqualTo(SOMEBODY_ELSE));
        }
    }

    /** As many as thousands ask of a server that stands still for a moment. */
    @ParameterizedTest
    @EnumSource
    void each_of_very_many_questions_under_way_gets_its_own_answer(Protocol protocol) {
        store(protocol);
        ServerAddress held = new ServerAddress("127.0.0.1", relay.port());
        try (MemcachedServer server = new MemcachedServer(held, new MemcachedSettings(protocol, PATIENCE))) {
            List<Reply<Optional<VersionedValue>>> answers = new ArrayList<>();
            for (int i = 0; i < MORE_THAN_ANY_QUEUE_TAKES; i++) {
                answers.add(server.sendGet(isEven(i) ? SHORT : SHORT_TOO));
                if (i % ROOM_IN_A_QUEUE == 0) {
                    pause();
                }
            }
            relay.letGo();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).await())
                        .map(value -> new String(value.bytes(), US_ASCII))
                        .contains(isEven(i) ? SHORT : SHORT_TOO);
            }
        }
    }

    private static boolean isEven(int number) {
        return number % 2 == 0;
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_to_another_question_is_no_answer(Protocol protocol) throws Exception {
        MemcachedSettings settings = new MemcachedSettings(protocol, Duration.ofSeconds(1));
        try (MixedUpServer mixedUp = new MixedUpServer();
                MemcachedServer server = new MemcachedServer(mixedUp.address(), settings)) {
            assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> server.get(SOMEBODY_ELSE));
        }
    }

    private void store(Protocol protocol) {
        MemcachedSettings settings = new MemcachedSettings(protocol, PATIENCE);
        try (MemcachedServer direct = new MemcachedServer(ServerAddress.parse(memcached.address()), settings)) {
            direct.set(SOMEBODY, SOMEBODY.getBytes(US_ASCII), PATIENCE);
            direct.set(SOMEBODY_ELSE, SOMEBODY_ELSE.getBytes(US_ASCII), PATIENCE);
            direct.set(SHORT, SHORT.getBytes(US_ASCII), PATIENCE);
            direct.set(SHORT_TOO, SHORT_TOO.getBytes(US_ASCII), PATIENCE);
        }
    }

    private static void pause() {
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    }

    private void cutInTheMiddle(ReconnectingClient client) {
        pause(); // until no more goes into any buffer
        relay.cut();
        await().ignoreException(TierUnavailableException.class)
                .until(() ->
                        relay.connectionsTaken() == 2 && client.get() instanceof OneServerClient c && c.isConnected());
    }
}

package org.memorycached.session.tier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.FailureMode;
import net.spy.memcached.internal.OperationFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;
import org.memorycached.session.testing.RequiresRealMemcached;

/** What we do otherwise than spymemcached's own client; whose answer is whose is in {@link WhoseAnswerTest}. */
@RequiresRealMemcached
@Timeout(10)
class OneServerClientTest {

    private static final int AN_HOUR = 3_600;

    /** Longer than a test may take: who waits for the lock fails, and does not hang. */
    private static final int SECONDS_HELD = 15;

    private final MemcachedInstance memcached = RealMemcached.start();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final ExecutorService listeners = onCallingThread();
    private OneServerClient client;

    @BeforeEach
    void connect() throws Exception {
        client = connectTo(ServerAddress.parse(memcached.address()));
    }

    private OneServerClient connectTo(ServerAddress address) throws Exception {
        OneServerClient connected = new OneServerClient(
                new ConnectionFactoryBuilder()
                        .setProtocol(ConnectionFactoryBuilder.Protocol.BINARY)
                        .setFailureMode(FailureMode.Cancel)
                        .setDaemon(true)
                        .setListenerExecutorService(listeners)
                        .build(),
                new InetSocketAddress(address.host(), address.port()));
        await().until(connected::isConnected);
        return connected;
    }

    /** A pool whose only thread is taken. */
    private static ExecutorService onCallingThread() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 0, SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
        pool.execute(() -> waitFor(new CountDownLatch(1)));
        return pool;
    }

    private static void waitFor(CountDownLatch event) {
        try {
            boolean ignored = event.await(SECONDS_HELD, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        letGo.countDown();
        client.shutdown();
        listeners.shutdownNow();
        memcached.close();
    }

    @Test
    void a_value_is_taken_while_the_io_thread_has_the_lock() throws Exception {
        store("a");
        memcached.freeze();
        OperationFuture<CASValue<Value>> read = client.asyncGets("a", RawBytes.INSTANCE);
        toldWithTheLockHeld(read);
        assertThat(read.get(5, SECONDS).getValue().bytes()).asString().isEqualTo("a");
    }

    @Test
    void a_miss_is_taken_while_the_io_thread_has_the_lock() throws Exception {
        memcached.freeze();
        OperationFuture<CASValue<Value>> read = client.asyncGets("a", RawBytes.INSTANCE);
        toldWithTheLockHeld(read);
        assertThat(read.get(5, SECONDS)).isNull();
        assertThat(read.getStatus().getMessage()).isEqualTo("Not found");
    }

    @Test
    void a_swap_is_taken_while_the_io_thread_has_the_lock() throws Exception {
        store("a");
        long version = client.gets("a", RawBytes.INSTANCE).getCas();
        memcached.freeze();
        OperationFuture<CASResponse> swap =
                client.asyncCAS("a", version, AN_HOUR, Value.of(new byte[1]), RawBytes.INSTANCE);
        toldWithTheLockHeld(swap);
        assertThat(swap.get(5, SECONDS)).isEqualTo(CASResponse.OK);
    }

    @Test
    void what_is_never_answered_is_a_timeout_and_stays_one() {
        memcached.freeze();
        OperationFuture<CASValue<Value>> read = client.asyncGets("a", RawBytes.INSTANCE);
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> read.get(50, MILLISECONDS));
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> read.get(50, MILLISECONDS));
    }

    @Test
    void what_a_lost_connection_cancels_is_an_error_and_no_miss() throws Exception {
        try (HoldingRelay relay = new HoldingRelay(memcached.address())) {
            OneServerClient held = connectTo(new ServerAddress("127.0.0.1", relay.port()));
            OperationFuture<CASValue<Value>> read = held.asyncGets("a", RawBytes.INSTANCE);
            await().until(relay::holdsSomething);
            relay.cut();
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> read.get(5, SECONDS));
            held.shutdown();
        }
    }

    /** As memcached answers a connection too many; read as a binary answer, that says that 1.8 GB will follow. */
    @Test
    void an_answer_that_is_none_ends_the_client_rather_than_take_memory_for_it() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OneServerClient refused = connectTo(new ServerAddress("127.0.0.1", full.getLocalPort()));
            try (Socket connection = full.accept()) {
                OperationFuture<CASValue<Value>> read = refused.asyncGets("a", RawBytes.INSTANCE);
                assertThat(connection.getInputStream().read()).isPositive();
                connection.getOutputStream().write("ERROR Too many open connections\r\n".getBytes(US_ASCII));
                await().dontCatchUncaughtExceptions()
                        .until(() -> !refused.getConnection().isAlive());
                assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> read.get(50, MILLISECONDS));
            }
            refused.shutdown();
        }
    }

    private void store(String key) throws Exception {
        assertThat(client.set(key, AN_HOUR, Value.of(key.getBytes(US_ASCII)), RawBytes.INSTANCE)
                        .get())
                .isTrue();
    }

    /** The listener, on the I/O thread, keeps it where it has told the answer, until the test is over. */
    private void toldWithTheLockHeld(OperationFuture<?> outcome) {
        CountDownLatch told = new CountDownLatch(1);
        outcome.addListener(ignored -> {
            told.countDown();
            waitFor(letGo);
        });
        memcached.thaw();
        waitFor(told);
    }
}

package org.memorycached.session.tier;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.CachedData;
import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.MemcachedNode;
import net.spy.memcached.internal.OperationFuture;
import net.spy.memcached.ops.CASOperationStatus;
import net.spy.memcached.ops.GetsOperation;
import net.spy.memcached.ops.Operation;
import net.spy.memcached.ops.OperationStatus;
import net.spy.memcached.ops.StatusCode;
import net.spy.memcached.ops.StoreOperation;
import net.spy.memcached.ops.StoreType;
import net.spy.memcached.transcoders.Transcoder;
import org.jspecify.annotations.Nullable;

/**
 * spymemcached's client for one server, but for what {@link SaslSignIn} and {@link ReconnectingClient} need, and this:
 *
 * <ul>
 *   <li>A read takes no other one's value. Answers come in the order of the questions, and each value with its question's
 *       number (memcached's protocol-binary, "opaque") or key (its protocol.txt). The client compares these in assertions
 *       only, which are off in production: a question whose answer is somebody else's session gets that.
 *   <li>A compare-and-swap that the server refuses, because the value is too large for it or it has no memory, is the
 *       outcome of that call. The client's own callback throws on the I/O thread then, which drops the connection and
 *       fails what all other threads are waiting for.
 *   <li>Who waits for a read or a compare-and-swap takes a plain answer without a lock: see {@link Outcome}.
 * </ul>
 */
final class OneServerClient extends MemcachedClient {

    private static final String READS_BINARY_ANSWERS = "net.spy.memcached.protocol.binary.OperationImpl";

    static {
        KeylessLogger.use();
        // That a binary answer is one, and to its question, is asserted before it is read. With this, another
        // answer ends the client, and the next one is made. A memcached with too many connections says so in plain
        // text, which would be read as 1.8 GB to come.
        MemcachedClient.class.getClassLoader().setClassAssertionStatus(READS_BINARY_ANSWERS, true);
    }

    OneServerClient(ConnectionFactory factory, InetSocketAddress server) throws IOException {
        super(factory, List.of(server));
    }

    @Override
    public <T> OperationFuture<CASValue<T>> asyncGets(String key, Transcoder<T> transcoder) {
        Outcome<CASValue<T>> outcome = new Outcome<>(key, operationTimeout, executorService);
        return send(key, outcome, opFact.gets(key, new ReadCallback<>(key, outcome, transcoder)));
    }

    /** Its result is null, and its status tells more, where the server has neither stored nor compared. */
    @Override
    public <T> OperationFuture<CASResponse> asyncCAS(
            String key, long version, int expiry, T value, Transcoder<T> transcoder) {
        CachedData data = transcoder.encode(value);
        Outcome<CASResponse> outcome = new Outcome<>(key, operationTimeout, executorService);
        return send(
                key,
                outcome,
                opFact.cas(
                        StoreType.set,
                        key,
                        version,
                        data.getFlags(),
                        expiry,
                        data.getData(),
                        new SwapCallback(outcome)));
    }

    private <T> OperationFuture<T> send(String key, Outcome<T> outcome, Operation operation) {
        outcome.setOperation(operation);
        mconn.enqueueOperation(key, operation);
        return outcome;
    }

    boolean isConnected() {
        return mconn.getLocator().getAll().stream().allMatch(MemcachedNode::isActive);
    }

    /** Sends an operation before all that waits to be sent. */
    void sendFirst(Operation operation) {
        for (MemcachedNode server : mconn.getLocator().getAll()) { // the only one
            mconn.insertOperation(server, operation);
        }
    }

    /**
     * Cancels what a lost connection has left over, which would be sent before anything else on the next one. To be
     * called on the I/O thread, or before anybody uses the client.
     */
    void forgetUnsent() {
        for (MemcachedNode server : mconn.getLocator().getAll()) {
            while (server.hasWriteOp()) {
                server.removeCurrentWriteOp().cancel();
            }
        }
    }

    /**
     * What a server answers is told with the operation's lock held: the I/O thread wakes who waits while it still has
     * it, and the client's own future asks the operation by that lock whether it was cancelled or timed out. Where many
     * threads read by one connection, many would be woken only to wait for it. So a plain answer is taken as it is, and
     * whatever else has happened is left to the client: a tenth more reads by 16 threads on two cores. Asked once, by one
     * thread.
     */
    private static final class Outcome<T> extends OperationFuture<T> {

        private final CountDownLatch done;

        /** As the status: set before the count goes down. */
        private @Nullable T result;

        Outcome(String key, long timeoutMillis, ExecutorService listeners) {
            this(key, new CountDownLatch(1), timeoutMillis, listeners);
        }

        private Outcome(String key, CountDownLatch done, long timeoutMillis, ExecutorService listeners) {
            super(key, done, timeoutMillis, listeners);
            this.done = done;
        }

        @Override
        public void set(@Nullable T result, OperationStatus status) {
            this.result = result;
            super.set(result, status);
        }

        @Override
        @SuppressWarnings("NullAway") // as the client's own: null where there is no result
        public T get(long duration, TimeUnit unit) throws InterruptedException, TimeoutException, ExecutionException {
            return done.await(duration, unit) && isAnswer() ? result : super.get(0, unit);
        }

        private boolean isAnswer() {
            OperationStatus told = status;
            return told != null
                    && (told.isSuccess() ? result != null : told.getStatusCode() == StatusCode.ERR_NOT_FOUND);
        }

        void complete() {
            done.countDown();
            signalComplete();
        }
    }

    private static final class ReadCallback<T> implements GetsOperation.Callback {

        private final String asked;
        private final Outcome<CASValue<T>> outcome;
        private final Transcoder<T> transcoder;
        private @Nullable CASValue<T> value;

        ReadCallback(String asked, Outcome<CASValue<T>> outcome, Transcoder<T> transcoder) {
            this.asked = asked;
            this.outcome = outcome;
            this.transcoder = transcoder;
        }

        /** @param key as the server tells it, in the text protocol */
        @Override
        public void gotData(String key, int flags, long version, byte[] data) {
            if (!asked.equals(key)) {
                throw new IllegalStateException("An answer to another question"); // the client drops the connection
            }
            value = new CASValue<>(version, transcoder.decode(new CachedData(flags, data, transcoder.getMaxSize())));
        }

        @Override
        public void receivedStatus(OperationStatus status) {
            outcome.set(value, status);
        }

        @Override
        public void complete() {
            outcome.complete();
        }
    }

    private record SwapCallback(Outcome<CASResponse> outcome) implements StoreOperation.Callback {

        @Override
        public void receivedStatus(OperationStatus status) {
            outcome.set(status instanceof CASOperationStatus swap ? swap.getCASResponse() : null, status);
        }

        @Override
        public void gotData(String key, long version) {
            outcome.setCas(version);
        }

        @Override
        public void complete() {
            outcome.complete();
        }
    }
}

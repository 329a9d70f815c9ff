package org.memorycached.session.tier;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CachedData;
import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.MemcachedNode;
import net.spy.memcached.internal.OperationFuture;
import net.spy.memcached.ops.CASOperationStatus;
import net.spy.memcached.ops.Operation;
import net.spy.memcached.ops.OperationStatus;
import net.spy.memcached.ops.StoreOperation;
import net.spy.memcached.ops.StoreType;
import net.spy.memcached.transcoders.Transcoder;

/**
 * spymemcached's client, but for what {@link SaslSignIn} needs, and one thing: a compare-and-swap that the server
 * refuses, because the value is too large for it or it has no memory, is the outcome of that call. The client's own
 * callback throws on the I/O thread then, which drops the connection and fails what all other threads are waiting for.
 */
final class CasClient extends MemcachedClient {

    CasClient(ConnectionFactory factory, InetSocketAddress server) throws IOException {
        super(factory, List.of(server));
    }

    /** Its result is null, and its status tells more, where the server has neither stored nor compared. */
    @Override
    public <T> OperationFuture<CASResponse> asyncCAS(
            String key, long version, int expiry, T value, Transcoder<T> transcoder) {
        CachedData data = transcoder.encode(value);
        CountDownLatch done = new CountDownLatch(1);
        OperationFuture<CASResponse> future = new OperationFuture<>(key, done, operationTimeout, executorService);
        Operation operation = opFact.cas(
                StoreType.set, key, version, data.getFlags(), expiry, data.getData(), new Outcome(future, done));
        future.setOperation(operation);
        mconn.enqueueOperation(key, operation);
        return future;
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
     * Cancels what an earlier connection has left over, which would be sent before anything else on this one. To be
     * called on the I/O thread, or before anybody uses the client.
     */
    void forgetUnsent() {
        for (MemcachedNode server : mconn.getLocator().getAll()) {
            while (server.hasWriteOp()) {
                server.removeCurrentWriteOp().cancel();
            }
        }
    }

    private record Outcome(OperationFuture<CASResponse> future, CountDownLatch done)
            implements StoreOperation.Callback {

        @Override
        @SuppressWarnings("NullAway") // the client's own code sets null where there is no result
        public void receivedStatus(OperationStatus status) {
            future.set(status instanceof CASOperationStatus swap ? swap.getCASResponse() : null, status);
        }

        @Override
        public void gotData(String key, long version) {
            future.setCas(version);
        }

        @Override
        public void complete() {
            done.countDown();
            future.signalComplete();
        }
    }
}

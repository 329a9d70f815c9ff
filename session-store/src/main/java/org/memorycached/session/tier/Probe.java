package org.memorycached.session.tier;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.spy.memcached.CASValue;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.internal.OperationFuture;
import net.spy.memcached.ops.OperationStatus;
import net.spy.memcached.ops.StatusCode;
import org.jspecify.annotations.Nullable;

/** Asks a silent server whether it is back, one question at a time, and nobody waits for the answer. Thread-safe. */
final class Probe {

    private static final String KEY = "tier:probe";

    private static final Set<StatusCode> ANSWERS = Set.of(StatusCode.SUCCESS, StatusCode.ERR_NOT_FOUND);

    /** After a question that could not even be sent. */
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /** Until the connection is in doubt. */
    private static final int MOST_UNANSWERED = 5;

    private final long timeoutNanos;
    private final Runnable answered;
    private final Runnable brokenPerhaps;
    private final AtomicInteger unansweredInARow = new AtomicInteger();

    private @Nullable OperationFuture<CASValue<Value>> question;
    private long askedAt;

    /**
     * @param timeout after which the next one is asked
     * @param answered what to do when the server has answered; called on a thread of the client
     * @param brokenPerhaps what to do when a few questions in a row were not answered; must not wait
     */
    Probe(Duration timeout, Runnable answered, Runnable brokenPerhaps) {
        this.timeoutNanos = timeout.toNanos();
        this.answered = answered;
        this.brokenPerhaps = brokenPerhaps;
    }

    /** Asks, unless the last question may still be answered. */
    synchronized void ask(MemcachedClient client) {
        OperationFuture<CASValue<Value>> last = question;
        long now = System.nanoTime();
        if (last != null && now - askedAt < (last.isDone() ? PAUSE_NANOS : timeoutNanos)) {
            return;
        }
        if (last != null && !last.isDone()) {
            giveUp(last);
        }
        askedAt = now;
        OperationFuture<CASValue<Value>> next = Uninterrupted.finish(() -> client.asyncGets(KEY, RawBytes.INSTANCE));
        question = next;
        next.addListener(future -> {
            OperationStatus status = future.getStatus();
            if (status != null && ANSWERS.contains(status.getStatusCode())) {
                unansweredInARow.set(0);
                answered.run();
            }
        });
    }

    private void giveUp(OperationFuture<?> unanswered) {
        unanswered.cancel();
        if (unansweredInARow.incrementAndGet() == MOST_UNANSWERED) {
            unansweredInARow.set(0);
            brokenPerhaps.run();
        }
    }
}

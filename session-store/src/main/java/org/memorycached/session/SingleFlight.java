package org.memorycached.session;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Of many callers that want the same at once, one does it and the others wait for its answer: after a resync, or when a
 * node starts under load, each session is read once. Thread-safe.
 */
final class SingleFlight<K, V> {

    private record Flight<V>(long startedAt, CompletableFuture<V> answer) {}

    private final Map<K, Flight<V>> flights = new ConcurrentHashMap<>();
    private final long joinableNanos;

    /** @param joinable how old a flight may be for others to join it: what it reads may be as old as that */
    SingleFlight(Duration joinable) {
        this.joinableNanos = joinable.toNanos();
    }

    V join(K key, Supplier<V> read) {
        Flight<V> mine = new Flight<>(System.nanoTime(), new CompletableFuture<>());
        Flight<V> others = flights.putIfAbsent(key, mine);
        if (others == null) {
            return fly(key, mine, read);
        }
        return System.nanoTime() - others.startedAt() < joinableNanos ? answer(others) : read.get();
    }

    private V fly(K key, Flight<V> mine, Supplier<V> read) {
        try {
            V value = read.get();
            mine.answer().complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            mine.answer().completeExceptionally(e); // everybody's, and this caller's too
            throw e;
        } finally {
            flights.remove(key, mine);
        }
    }

    private static <V> V answer(Flight<V> flight) {
        try {
            return flight.answer().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}

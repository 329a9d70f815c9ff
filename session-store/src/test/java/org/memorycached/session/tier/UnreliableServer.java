package org.memorycached.session.tier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.memorycached.session.TierUnavailableException;
import org.memorycached.session.WriteOutcomeUnknownException;

/**
 * A server that fails when a test says so, does something else in the middle of an operation, and counts what it is
 * asked: how outages and interleavings are forced without waiting.
 */
public final class UnreliableServer implements CacheServer {

    private final CacheServer server;
    private final Map<String, Runnable> interruptions = new ConcurrentHashMap<>();
    private final Map<String, Runnable> aftermaths = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final List<Runnable> buffered = new ArrayList<>();
    private volatile boolean down;
    private volatile Map<String, String> stats = Map.of();
    private volatile boolean frozen;
    private volatile boolean listsKeys = true;

    public UnreliableServer(CacheServer server) {
        this.server = server;
    }

    /** From now on every operation fails, before it does anything. */
    public void fail() {
        down = true;
    }

    /** Like a stopped process: nothing is answered, and the writes that reach it are done when it goes on. */
    public void freeze() {
        frozen = true;
    }

    public void heal() {
        down = false;
        frozen = false;
        List<Runnable> late = List.copyOf(buffered);
        buffered.clear();
        late.forEach(Runnable::run);
    }

    /** It is gone: what waited for it is never done. */
    public void kill() {
        down = true;
        frozen = false;
        buffered.clear();
        server.flush();
    }

    public boolean isAway() {
        return down || frozen;
    }

    /** Nothing is forced any more that has not happened yet. */
    public void letAlone() {
        interruptions.clear();
        aftermaths.clear();
    }

    /** Runs this once, before the next operation of this name: get, getAll, set, add, swap, delete, increment. */
    public void beforeNext(String operation, Runnable interruption) {
        interruptions.put(operation, interruption);
    }

    /** Runs this once, after the next operation of this name was done by the server and before it answers. */
    public void afterNext(String operation, Runnable aftermath) {
        aftermaths.put(operation, aftermath);
    }

    /** The next operation of this name is done, but its answer is lost. */
    public void loseAnswerOfNext(String operation) {
        afterNext(operation, () -> {
            throw new WriteOutcomeUnknownException(
                    name() + " lost an answer", new IllegalStateException("by the test"));
        });
    }

    /** From now on the server says this of itself. */
    public void answerStats(Map<String, String> answer) {
        stats = answer;
    }

    /** From now on it is of the kind that cannot tell its keys, like one that asks for a password. */
    public void listNoKeys() {
        listsKeys = false;
    }

    /** How often the server was asked since the last reset, by operation. */
    public Map<String, Integer> counts() {
        Map<String, Integer> copy = new HashMap<>();
        counts.forEach((operation, count) -> copy.put(operation, count.get()));
        return copy;
    }

    public void resetCounts() {
        counts.clear();
    }

    private <T> T run(String operation, Supplier<T> action) {
        counts.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
        Optional.ofNullable(interruptions.remove(operation)).ifPresent(Runnable::run);
        if (down) {
            throw new TierUnavailableException(name() + " is down, says the test");
        }
        if (frozen) {
            throw notAnswered(operation, action);
        }
        T answer = action.get();
        Optional.ofNullable(aftermaths.remove(operation)).ifPresent(Runnable::run);
        return answer;
    }

    private TierUnavailableException notAnswered(String operation, Supplier<?> action) {
        if (operation.startsWith("get") || operation.equals("listKeys")) {
            return new TierUnavailableException(name() + " is frozen, says the test");
        }
        buffered.add(action::get);
        return new WriteOutcomeUnknownException(name() + " is frozen", new IllegalStateException("by the test"));
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public Reply<Optional<VersionedValue>> sendGet(String key) {
        return Reply.now(() -> run("get", () -> server.get(key)));
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        return run("getAll", () -> server.getAll(keys));
    }

    @Override
    public Reply<Boolean> sendSet(String key, Value value, Duration timeToLive) {
        return Reply.now(
                () -> run("set", () -> server.sendSet(key, value, timeToLive).await()));
    }

    @Override
    public Reply<Boolean> sendAdd(String key, Value value, Duration timeToLive) {
        return Reply.now(
                () -> run("add", () -> server.sendAdd(key, value, timeToLive).await()));
    }

    @Override
    public Reply<Swapped> sendSwap(String key, long version, Value value, Duration timeToLive) {
        return Reply.now(() -> run(
                "swap", () -> server.sendSwap(key, version, value, timeToLive).await()));
    }

    @Override
    public Reply<Boolean> sendDelete(String key) {
        return Reply.now(() -> run("delete", () -> server.delete(key)));
    }

    @Override
    public boolean delete(String key, long version) {
        return run("delete", () -> server.delete(key, version));
    }

    @Override
    public Reply<Boolean> sendTouch(String key, Duration timeToLive) {
        return Reply.now(
                () -> run("touch", () -> server.sendTouch(key, timeToLive).await()));
    }

    @Override
    public Reply<OptionalLong> sendIncrement(String key) {
        return Reply.now(() -> run("increment", () -> server.increment(key)));
    }

    @Override
    public Reply<OptionalLong> sendDecrement(String key) {
        return Reply.now(() -> run("decrement", () -> server.sendDecrement(key).await()));
    }

    @Override
    public void flush() {
        run("flush", () -> {
            server.flush();
            return true;
        });
    }

    @Override
    public Map<String, String> stats() {
        return run("stats", () -> stats);
    }

    @Override
    public boolean listKeys(KeyListener listener) {
        return run("listKeys", () -> listsKeys && server.listKeys(listener));
    }

    @Override
    public void offer(String key, OptionalLong replaces, byte[] value, Duration timeToLive) {
        if (!isAway()) {
            run("offer", () -> {
                server.offer(key, replaces, value, timeToLive);
                return true;
            });
        }
    }

    @Override
    public void discard(String key) {
        if (!isAway()) {
            run("discard", () -> {
                server.discard(key);
                return true;
            });
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

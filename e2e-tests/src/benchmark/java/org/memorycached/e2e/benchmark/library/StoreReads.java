package org.memorycached.e2e.benchmark.library;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.servers.MemcachedCommands;
import org.memorycached.session.Session;
import org.memorycached.session.SessionId;
import org.memorycached.session.SessionOrigin;
import org.memorycached.session.SessionStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** {@code SessionStore.find}, answered by each level. */
public class StoreReads {

    /** So many sessions are read in turn where all are to be copied. */
    private static final int COPIED = 1_000;

    /** A store of which all sessions have copies in its nearest level. */
    abstract static class Copies {

        SessionStore store;
        List<SessionId> ids;

        abstract SessionStore open();

        @Setup
        public void copyAll() {
            // What an earlier measurement copied is renewed, or gone, in the middle of this one.
            MemcachedCommands.flush(Given.local());
            store = open();
            List<SessionId> all = Given.ids();
            ids = all.subList(0, Math.min(COPIED, all.size()));
            // Until the follower has its first lease no copy is made: until then nothing but the central tier answers.
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (!isCopied() && System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
        }

        private boolean isCopied() {
            return ids.stream()
                            .filter(id -> store.find(id).orElseThrow().origin().level() == SessionOrigin.Level.CENTRAL)
                            .count()
                    == 0;
        }

        @TearDown
        public void close() {
            store.close();
        }
    }

    @State(Scope.Benchmark)
    public static class InTheHeap extends Copies {
        @Override
        SessionStore open() {
            return StoreVariants.node(Given.local(), Given.central()).build();
        }
    }

    @State(Scope.Benchmark)
    public static class InLocalMemcached extends Copies {
        @Override
        SessionStore open() {
            return StoreVariants.local(Given.local(), Given.central()).build();
        }
    }

    /** The local memcached is emptied before each iteration, and each session read once until all have been. */
    @State(Scope.Benchmark)
    public static class NotCopied {

        SessionStore store;
        List<SessionId> ids;
        int next;

        @Setup
        public void open() {
            store = StoreVariants.local(Given.local(), Given.central()).build();
            ids = Given.ids();
        }

        @Setup(Level.Iteration)
        public void empty() {
            MemcachedCommands.flush(Given.local());
        }

        SessionId next() {
            if (next == ids.size()) {
                next = 0;
                empty();
            }
            return ids.get(next++);
        }

        @TearDown
        public void close() {
            store.close();
        }
    }

    /** No local tier at all. */
    @State(Scope.Benchmark)
    public static class InTheCentralTier {

        SessionStore store;
        List<SessionId> ids;

        @Setup
        public void open() {
            store = StoreVariants.central(Given.central()).build();
            ids = Given.ids();
        }

        @TearDown
        public void close() {
            store.close();
        }
    }

    /** One thread's way through the sessions, and its count of who answered. */
    abstract static class Reader {

        private final Answers answers;
        private int next = ThreadLocalRandom.current().nextInt(COPIED);

        Reader(SessionOrigin.Level level) {
            answers = new Answers(level);
        }

        Session find(SessionStore store, List<SessionId> ids) {
            next = next + 1 < ids.size() ? next + 1 : 0;
            return find(store, ids.get(next));
        }

        Session find(SessionStore store, SessionId id) {
            return answers.counted(store.find(id).orElseThrow());
        }

        @TearDown
        public void check() {
            answers.check();
        }
    }

    @State(Scope.Thread)
    public static class HeapReader extends Reader {
        public HeapReader() {
            super(SessionOrigin.Level.HEAP);
        }
    }

    @State(Scope.Thread)
    public static class LocalReader extends Reader {
        public LocalReader() {
            super(SessionOrigin.Level.LOCAL);
        }
    }

    @State(Scope.Thread)
    public static class CentralReader extends Reader {
        public CentralReader() {
            super(SessionOrigin.Level.CENTRAL);
        }
    }

    @Benchmark
    public Session heap(InTheHeap copies, HeapReader reader) {
        return reader.find(copies.store, copies.ids);
    }

    @Benchmark
    public Session local(InLocalMemcached copies, LocalReader reader) {
        return reader.find(copies.store, copies.ids);
    }

    @Benchmark
    public Session localMiss(NotCopied sessions, CentralReader reader) {
        return reader.find(sessions.store, sessions.next());
    }

    @Benchmark
    public Session central(InTheCentralTier sessions, CentralReader reader) {
        int any = ThreadLocalRandom.current().nextInt(sessions.ids.size());
        return reader.find(sessions.store, sessions.ids.get(any));
    }
}

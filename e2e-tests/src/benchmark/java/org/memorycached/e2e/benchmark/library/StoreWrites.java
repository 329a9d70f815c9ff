package org.memorycached.e2e.benchmark.library;

import java.util.concurrent.ThreadLocalRandom;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.session.CreatedSession;
import org.memorycached.session.SessionStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** {@code SessionStore.create}, with all that is written beside the session, in two copies. */
public class StoreWrites {

    /** Of these nobody has a session yet, however many are there. */
    private static final int FIRST_NEW_USER = 5_000_000;

    @State(Scope.Benchmark)
    public static class Store {

        SessionStore store;

        @Setup
        public void open() {
            store = StoreVariants.central(Given.central()).build();
        }

        @TearDown
        public void close() {
            store.close();
        }
    }

    @State(Scope.Thread)
    public static class Turn {
        private int next = FIRST_NEW_USER + ThreadLocalRandom.current().nextInt(1_000_000);

        SampleUser next() {
            return new SampleUser(next++);
        }
    }

    @Benchmark
    public CreatedSession create(Store store, Turn turn) {
        return store.store.create(turn.next().attributes());
    }
}

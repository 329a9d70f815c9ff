package org.memorycached.e2e.benchmark.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.session.SessionStore;

/** Sessions that are there before anything is measured. */
public final class StoredSessions {

    private static final int WRITERS = 64;

    private StoredSessions() {}

    /**
     * Creates sessions, each of another user, by many threads.
     *
     * @param progress told now and then how many there are
     * @return their ids
     */
    public static List<String> create(SessionStore store, int count, IntConsumer progress) {
        AtomicInteger created = new AtomicInteger();
        int step = Math.max(1, count / 5);
        ForkJoinPool writers = new ForkJoinPool(WRITERS);
        try {
            return writers.submit(() -> IntStream.range(0, count)
                            .parallel()
                            .mapToObj(number -> {
                                String id = store.create(new SampleUser(number).attributes())
                                        .id()
                                        .value();
                                if (created.incrementAndGet() % step == 0) {
                                    progress.accept(created.get());
                                }
                                return id;
                            })
                            .toList())
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The sessions could not be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } finally {
            writers.shutdownNow();
        }
    }

    /** Writes the ids to a file, for the JVMs that JMH starts. */
    static Path write(List<String> ids, Path file) {
        try {
            return Files.write(file, ids);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

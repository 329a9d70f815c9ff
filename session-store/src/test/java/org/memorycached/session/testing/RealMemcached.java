package org.memorycached.session.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memcached of a test run: Docker's if there is Docker, otherwise the {@code memcached} program's. Says once which
 * one it is. The system property {@code memcached.source}, or the environment variable {@code MEMCACHED_SOURCE},
 * decides otherwise: {@code docker}, {@code program}, or {@code embedded} and {@code none} for a run as on a machine
 * that has neither.
 *
 * <p>Safe for use by many threads; the instances are not.
 */
public final class RealMemcached {

    /** What to do where a test that needs memcached is skipped. */
    static final String HOW_TO_GET_IT =
            "install Docker, or memcached (Debian: apt-get install memcached; macOS: brew install memcached)";

    private static final String PROPERTY = "memcached.source";
    private static final String VARIABLE = "MEMCACHED_SOURCE";
    private static final List<String> WITHOUT = List.of("embedded", "none");

    /** Where memcached comes from, best first. */
    enum Source {
        DOCKER(MemcachedContainer::whyNot, MemcachedContainer::start) {
            @Override
            public String toString() {
                return "Docker's " + MemcachedContainer.IMAGE;
            }
        },
        PROGRAM(MemcachedProgram::whyNot, MemcachedProgram::start) {
            @Override
            public String toString() {
                return "the program "
                        + MemcachedProgram.find().map(Object::toString).orElse("memcached");
            }
        };

        private final Supplier<Optional<String>> whyNot;
        private final Function<String[], MemcachedInstance> start;

        Source(Supplier<Optional<String>> whyNot, Function<String[], MemcachedInstance> start) {
            this.whyNot = whyNot;
            this.start = start;
        }

        /** Why it is of no use here; empty if it is. */
        Optional<String> whyNot() {
            return whyNot.get();
        }

        MemcachedInstance start(String... options) {
            return start.apply(options);
        }
    }

    private static @Nullable Optional<Source> chosen;

    private RealMemcached() {}

    /** Whether {@link #start} can be called. */
    public static boolean isAvailable() {
        return source().isPresent();
    }

    /**
     * Starts one more server, empty, on a free port of 127.0.0.1.
     *
     * @param options of memcached, beside the address
     * @throws IllegalStateException if there is no memcached here
     */
    public static MemcachedInstance start(String... options) {
        return source().orElseThrow(() -> new IllegalStateException("There is no memcached here: " + HOW_TO_GET_IT))
                .start(options);
    }

    /** Whether {@link #startProgram} can be called. */
    public static boolean hasProgram() {
        return MemcachedProgram.whyNot().isEmpty();
    }

    /**
     * Starts one more server as a plain process, even where there is Docker: for tests that end and freeze servers all
     * the time.
     *
     * @throws IllegalStateException if there is no program memcached here
     */
    public static MemcachedInstance startProgram() {
        return MemcachedProgram.start();
    }

    private static synchronized Optional<Source> source() {
        if (chosen == null) {
            chosen = choose(Optional.ofNullable(System.getProperty(PROPERTY, System.getenv(VARIABLE))));
        }
        return chosen;
    }

    private static Optional<Source> choose(Optional<String> wish) {
        if (wish.filter(WITHOUT::contains).isPresent()) {
            say("none, by " + PROPERTY + "=" + wish.get());
            return Optional.empty();
        }
        return wish.map(RealMemcached::asWished).or(RealMemcached::firstThatWorks);
    }

    private static Source asWished(String wish) {
        Source source = Arrays.stream(Source.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(wish))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        PROPERTY + "=" + wish + ": it is docker, program, embedded or none"));
        source.whyNot().ifPresent(reason -> {
            throw new IllegalStateException(PROPERTY + "=" + wish + ", but " + reason);
        });
        say(source + ", by " + PROPERTY + "=" + wish);
        return source;
    }

    private static Optional<Source> firstThatWorks() {
        List<String> reasons = new ArrayList<>();
        for (Source source : Source.values()) {
            Optional<String> whyNot = source.whyNot();
            if (whyNot.isEmpty()) {
                say(source + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")"));
                return Optional.of(source);
            }
            reasons.add(whyNot.get());
        }
        say("none (" + String.join("; ", reasons) + "). Tests that must have it are skipped; " + HOW_TO_GET_IT);
        return Optional.empty();
    }

    private static void say(String what) {
        System.out.println("memcached for this test run: " + what);
    }
}

package org.memorycached.e2e.drill;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** All requests, and all answers that were wrong. Explains the first few of those. Thread-safe. */
final class Ledger {

    private static final int MOST_EXPLANATIONS = 6;

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong outagesInStalls = new AtomicLong();
    private final Map<Wrong, AtomicLong> wrong = new EnumMap<>(Wrong.class);
    private final Queue<String> explanations = new ConcurrentLinkedQueue<>();

    Ledger() {
        for (Wrong kind : Wrong.values()) {
            wrong.put(kind, new AtomicLong());
        }
    }

    void add(Request request) {
        requests.add(request);
        count.incrementAndGet();
    }

    /** @param why the events that led to it, oldest first */
    void addWrong(Wrong kind, String what, List<String> why) {
        long number = wrong.get(kind).incrementAndGet();
        if (number <= MOST_EXPLANATIONS) {
            String explanation = kind + ": " + what + "\n    " + String.join("\n    ", why);
            explanations.add(explanation);
            System.out.println("WRONG: " + explanation);
        }
    }

    /** Not wrong: this JVM stood still for longer than a server may take to answer. */
    void addOutageInStall() {
        outagesInStalls.incrementAndGet();
    }

    long outagesInStalls() {
        return outagesInStalls.get();
    }

    Collection<Request> requests() {
        return requests;
    }

    long requestCount() {
        return count.get();
    }

    long count(Wrong kind) {
        return wrong.get(kind).get();
    }

    long wrongCount() {
        return wrong.values().stream().mapToLong(AtomicLong::get).sum();
    }

    List<String> explanations() {
        return List.copyOf(explanations);
    }
}

package org.memorycached.e2e.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.memorycached.session.SessionStore;
import org.memorycached.session.testing.MemcachedInstance;
import org.memorycached.session.testing.RealMemcached;

/**
 * Central and local servers as processes, a portal and three applications as stores in this JVM, two hundred simulated
 * browsers, and one accident after the other. What happens to which server, and for how long, follows from the seed; how
 * threads and processes interleave does not. Used by one thread, once.
 */
final class Drill implements AutoCloseable {

    static final Duration CENTRAL_TIMEOUT = Duration.ofMillis(500);
    static final Duration LOCAL_TIMEOUT = Duration.ofMillis(100);

    private static final int CENTRAL_SERVERS = 3;
    private static final int BROWSERS = 200;
    private static final int MOST_GRAVES = 1_000;
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MOST_UNTIL_ENDED = Duration.ofSeconds(30);

    private final Duration duration;
    private final Random random;
    private final Ledger ledger = new Ledger();
    private final FaultLog faults = new FaultLog();
    private final StallWatch stalls = new StallWatch();
    private final SimulatedBrowser.Graveyard graveyard =
            new SimulatedBrowser.Graveyard(new ConcurrentLinkedQueue<>(), MOST_GRAVES);
    private final CentralServers central = CentralServers.start(CENTRAL_SERVERS);
    private final List<MemcachedInstance> locals = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "drill");
        thread.setDaemon(true);
        return thread;
    });

    Drill(long seed, Duration duration) {
        this.duration = duration;
        this.random = new Random(seed);
        List.of("portal", "app1", "app2", "app3").forEach(this::startNode);
    }

    /** The last node keeps no copies in the heap, so that its local tier is asked each time. */
    private void startNode(String name) {
        MemcachedInstance local = RealMemcached.startProgram();
        locals.add(local);
        nodes.add(new Node(
                name,
                SessionStore.builder()
                        .servers(central.names().toList())
                        .local(local.address())
                        .principal("uid")
                        .updateOnly(true)
                        .touchInterval(Duration.ofSeconds(5))
                        .localMaxAge(Duration.ofSeconds(20))
                        .heapCopies(name.equals("app3") ? 0 : 8L << 20)
                        .centralOperationTimeout(CENTRAL_TIMEOUT)
                        .localOperationTimeout(LOCAL_TIMEOUT)
                        .build()));
    }

    /** Runs it, and tells of it while it runs. */
    DrillReport run() throws InterruptedException {
        CentralFaults accidents = new CentralFaults(central, new Random(random.nextLong()), faults, ledger);
        LocalFaults localAccidents = new LocalFaults(locals, new Random(random.nextLong()), faults);
        accidents.awaitWhole();
        long startedAt = System.nanoTime();
        long until = startedAt + duration.toNanos();
        List<SimulatedBrowser> browsers = browsers(startedAt);
        browsers.forEach(browser -> threads.execute(browser::run));
        start(stalls::run);
        start(() -> tell(startedAt));
        start(() -> {
            Thread.sleep(WARM_UP.toMillis());
            localAccidents.run(until);
        });
        Thread.sleep(WARM_UP.toMillis());
        accidents.run(until);
        endLoad();
        lookAtEverything(browsers);
        return new DrillReport(
                ledger, faults, stalls, startedAt + WARM_UP.toNanos(), Duration.ofNanos(System.nanoTime() - startedAt));
    }

    private List<SimulatedBrowser> browsers(long startedAt) {
        ExecutorService tabs = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "drill-tab");
            thread.setDaemon(true);
            return thread;
        });
        return IntStream.range(0, BROWSERS)
                .mapToObj(i -> new SimulatedBrowser(
                        "user" + i,
                        nodes,
                        new Random(random.nextLong()),
                        ledger,
                        faults,
                        stalls,
                        graveyard,
                        tabs,
                        startedAt))
                .toList();
    }

    private interface Task {
        void run() throws InterruptedException;
    }

    private void start(Task task) {
        threads.execute(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the drill is over
            }
        });
    }

    private void tell(long startedAt) throws InterruptedException {
        long before = 0;
        while (true) {
            Thread.sleep(TELL_EVERY.toMillis());
            long requests = ledger.requestCount();
            System.out.printf(
                    "%4d s  %6d requests, %3d a second, %d wrong, %d faults; %s%n",
                    (System.nanoTime() - startedAt) / 1_000_000_000,
                    requests,
                    (requests - before) / TELL_EVERY.toSeconds(),
                    ledger.wrongCount(),
                    faults.all().size(),
                    faults.phaseAt(System.nanoTime()));
            before = requests;
        }
    }

    private void endLoad() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(MOST_UNTIL_ENDED.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The browsers did not end in " + MOST_UNTIL_ENDED.toSeconds() + " s");
        }
    }

    /** Every session that is open, and every one that was ended, once more on every node. */
    private void lookAtEverything(List<SimulatedBrowser> browsers) throws InterruptedException {
        Thread.sleep(2 * TrackedSession.T.toMillis());
        SimulatedBrowser visitor = browsers.get(0);
        for (Node node : nodes) {
            browsers.stream().flatMap(browser -> browser.open().stream()).forEach(open -> visitor.view(open, node));
            graveyard.sessions().forEach(dead -> visitor.view(dead, node));
        }
    }

    /** Ends what it has started, by process id. */
    @Override
    public void close() {
        threads.shutdownNow();
        nodes.forEach(node -> node.store().close());
        central.close();
        locals.forEach(MemcachedInstance::close);
    }
}

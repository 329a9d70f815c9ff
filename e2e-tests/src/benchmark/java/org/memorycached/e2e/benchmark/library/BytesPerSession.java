package org.memorycached.e2e.benchmark.library;

import static org.memorycached.e2e.benchmark.measure.Samples.of;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.measure.Figure;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.servers.Memcached;
import org.memorycached.e2e.benchmark.servers.StoredItem;
import org.memorycached.session.SessionStore;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.MemcachedConnector;
import org.memorycached.session.tier.MemcachedSettings;
import org.memorycached.session.tier.MemcachedSettings.Protocol;
import org.memorycached.session.tier.ServerAddress;
import org.memorycached.session.tier.ServerConnector;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a session takes in the central servers, by kind of entry, with memcached's own header and the key.
 *
 * <p>The target is over the session's JSON as it is stored: key and header alone are more than a third of the attributes
 * of these users, so that no way to store them could meet it over the attributes. That ratio is told beside.
 */
public final class BytesPerSession implements Row {

    private static final int SESSIONS = 1_000;
    private static final String SESSION_ENTRIES = "session";
    private static final String TITLE = "bytes per session in the central tier";
    private static final ServerConnector CLIENTS =
            new MemcachedConnector(new MemcachedSettings(Protocol.BINARY, Duration.ofSeconds(5)));

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public String what() {
        return "bytes in memcached of a session of 8 attributes";
    }

    @Override
    public void measure(Lab lab, Findings findings) {
        List<Memcached> central = Memcached.start(2, 256, lab.logs());
        try {
            try (SessionStore store =
                    StoreVariants.central(Memcached.addresses(central)).build()) {
                StoredSessions.create(store, SESSIONS, count -> {});
            }
            Map<String, Double> byKind = bytesByKind(central);
            double entry = average(central, BytesPerSession::bytes);
            double stored = average(central, BytesPerSession::valueLength);
            double attributes = attributesAsJson();
            byKind.forEach(
                    (kind, bytes) -> findings.add(new Figure(TITLE, "entries " + kind + ":", "bytes", of(bytes))));
            findings.add(new Figure(TITLE, "its JSON, as stored", "bytes", of(stored)));
            findings.add(new Figure(TITLE, "its attributes alone as JSON", "bytes", of(attributes)));
            findings.add(Result.of(
                    "bytes in memcached per session of 8 attributes",
                    Goal.atMost(1.3, "x its JSON"),
                    of(entry / stored),
                    "x",
                    note(byKind, entry, stored, attributes)));
        } finally {
            Memcached.close(central);
        }
    }

    /** The entries of one kind on all servers, for each session. */
    private static Map<String, Double> bytesByKind(List<Memcached> central) {
        return central.stream()
                .flatMap(server -> server.items().stream())
                .collect(Collectors.groupingBy(
                        BytesPerSession::kind,
                        TreeMap::new,
                        Collectors.summingDouble(item -> (double) item.bytes() / SESSIONS)));
    }

    private static double average(List<Memcached> central, BiFunction<CacheServer, StoredItem, Integer> figure) {
        return central.stream()
                .flatMapToInt(server -> {
                    try (CacheServer client = CLIENTS.connect(ServerAddress.parse(server.address()))) {
                        return IntStream.of(server.items().stream()
                                .filter(item -> kind(item).equals(SESSION_ENTRIES))
                                .mapToInt(item -> figure.apply(client, item))
                                .toArray());
                    }
                })
                .average()
                .orElseThrow();
    }

    private static int bytes(CacheServer server, StoredItem item) {
        return item.bytes();
    }

    private static int valueLength(CacheServer server, StoredItem item) {
        return server.get(item.key()).orElseThrow().bytes().length;
    }

    private static String kind(StoredItem item) {
        int end = item.key().indexOf(':');
        return end < 0 ? item.key() : item.key().substring(0, end);
    }

    private static double attributesAsJson() {
        JsonMapper mapper = new JsonMapper();
        return IntStream.range(0, SESSIONS)
                .map(number -> mapper.writeValueAsBytes(new SampleUser(number).attributes()).length)
                .average()
                .orElseThrow();
    }

    private static String note(Map<String, Double> byKind, double entry, double stored, double attributes) {
        double all = byKind.values().stream().mapToDouble(Double::doubleValue).sum();
        String kinds = byKind.entrySet().stream()
                .map(each -> "`" + each.getKey() + ":` " + Figures.rounded(each.getValue()))
                .collect(Collectors.joining(", "));
        return "one copy of the session's own entry, with key and memcached's header, over the "
                + Figures.rounded(stored)
                + " bytes of JSON in it; over its attributes alone (" + Figures.rounded(attributes) + ") "
                + Figures.rounded(entry / attributes) + " x. Per session, both copies and what finds it: " + kinds
                + "; all together " + Figures.rounded(all / stored) + " x";
    }
}

package org.memorycached.e2e.benchmark.library;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.memorycached.e2e.benchmark.Lab;
import org.memorycached.e2e.benchmark.Row;
import org.memorycached.e2e.benchmark.SampleUser;
import org.memorycached.e2e.benchmark.StoreVariants;
import org.memorycached.e2e.benchmark.measure.Figure;
import org.memorycached.e2e.benchmark.measure.Figures;
import org.memorycached.e2e.benchmark.measure.Findings;
import org.memorycached.e2e.benchmark.measure.Goal;
import org.memorycached.e2e.benchmark.measure.Result;
import org.memorycached.e2e.benchmark.measure.Samples;
import org.memorycached.e2e.benchmark.servers.Memcached;
import org.memorycached.e2e.benchmark.servers.StoredItem;
import org.memorycached.session.SessionStore;
import tools.jackson.databind.json.JsonMapper;

/** What a session takes in the central servers, by kind of entry, with memcached's own header and the key. */
public final class BytesPerSession implements Row {

    private static final int SESSIONS = 1_000;
    private static final String SESSION_ENTRIES = "session";

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
            List<StoredItem> items =
                    central.stream().flatMap(server -> server.items().stream()).toList();
            Map<String, Double> byKind = bytesByKind(items);
            double entry = items.stream()
                    .filter(item -> kind(item).equals(SESSION_ENTRIES))
                    .mapToInt(StoredItem::bytes)
                    .average()
                    .orElseThrow();
            double json = json();
            byKind.forEach((kind, bytes) -> findings.add(new Figure(
                    "bytes per session in the central tier", "entries " + kind + ":", "bytes", Samples.of(bytes))));
            findings.add(new Figure(
                    "bytes per session in the central tier", "its attributes as JSON", "bytes", Samples.of(json)));
            findings.add(Result.of(
                    "bytes in memcached per session of 8 attributes",
                    Goal.atMost(1.3, "x its JSON"),
                    Samples.of(entry / json),
                    "x",
                    note(byKind, json)));
        } finally {
            Memcached.close(central);
        }
    }

    private static Map<String, Double> bytesByKind(List<StoredItem> items) {
        return items.stream()
                .collect(Collectors.groupingBy(
                        BytesPerSession::kind,
                        TreeMap::new,
                        Collectors.summingDouble(item -> (double) item.bytes() / SESSIONS)));
    }

    private static String kind(StoredItem item) {
        int end = item.key().indexOf(':');
        return end < 0 ? item.key() : item.key().substring(0, end);
    }

    private static double json() {
        JsonMapper mapper = new JsonMapper();
        double sum = 0;
        for (int number = 0; number < SESSIONS; number++) {
            sum += mapper.writeValueAsBytes(new SampleUser(number).attributes()).length;
        }
        return sum / SESSIONS;
    }

    private static String note(Map<String, Double> byKind, double json) {
        double all = byKind.values().stream().mapToDouble(Double::doubleValue).sum();
        String kinds = byKind.entrySet().stream()
                .map(each -> "`" + each.getKey() + ":` " + Figures.rounded(each.getValue()))
                .collect(Collectors.joining(", "));
        return "one copy of the session's own entry, with key and memcached's header, over " + Figures.rounded(json)
                + " bytes of JSON; per session " + kinds + "; all together " + Figures.rounded(all / json) + " x";
    }
}

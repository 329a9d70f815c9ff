package org.memorycached.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.codec.SessionFormatException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A principal's index as JSON: {@code {"version":1,"sessions":[{"key":"…","createdAt":…,"endsAt":…,"address":"…",
 * "userAgent":"…"}]}}, times in milliseconds since 1970-01-01T00:00Z, {@code endsAt} left out for never.
 */
final class IndexFormat {

    private static final int VERSION = 1;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Naming naming;

    IndexFormat(Naming naming) {
        this.naming = naming;
    }

    byte[] write(List<IndexEntry> entries) {
        return json.writeValueAsBytes(Map.of(
                "version",
                VERSION,
                "sessions",
                entries.stream().map(IndexFormat::fields).toList()));
    }

    private static Map<String, Object> fields(IndexEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", entry.key().name());
        fields.put("createdAt", entry.createdAt().toEpochMilli());
        if (entry.endsAt() != null) {
            fields.put("endsAt", entry.endsAt().toEpochMilli());
        }
        fields.put("address", entry.client().address());
        fields.put("userAgent", entry.client().userAgent());
        return fields;
    }

    /**
     * @throws SessionFormatException if this is no index; an entry that is none is left out
     */
    List<IndexEntry> read(byte[] bytes) throws SessionFormatException {
        try {
            JsonNode root = json.readTree(bytes);
            if (root == null || root.path("version").asInt(0) != VERSION) {
                throw new SessionFormatException("Not an index of version " + VERSION);
            }
            List<IndexEntry> entries = new ArrayList<>();
            for (JsonNode node : root.path("sessions")) {
                entry(node).ifPresent(entries::add);
            }
            return entries;
        } catch (JacksonException | DateTimeException e) {
            throw new SessionFormatException("Not an index: " + e.getClass().getSimpleName());
        }
    }

    private Optional<IndexEntry> entry(JsonNode node) {
        return naming.keyNamed(node.path("key").asString(""))
                .map(key -> new IndexEntry(
                        key,
                        Instant.ofEpochMilli(node.path("createdAt").asLong(0)),
                        time(node.path("endsAt")),
                        new SessionClient(
                                node.path("address").asString(""),
                                node.path("userAgent").asString(""))));
    }

    private static @Nullable Instant time(JsonNode node) {
        return node.isNumber() ? Instant.ofEpochMilli(node.asLong(0)) : null;
    }
}

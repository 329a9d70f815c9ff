package org.memorycached.session.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sessions as JSON objects (RFC 8259), in UTF-8:
 *
 * <pre>{@code
 * {"version":1,"createdAt":1795390000000,"lastUsedAt":1795390000000,"expiresAt":1795391800000,
 *  "endsAt":1795418800000,"revision":1,"attributes":{"uid":"dwho","uid_MD5":"9a43…"}}
 * }</pre>
 *
 * <p>Times are milliseconds since 1970-01-01T00:00Z; {@code expiresAt} and {@code endsAt} are left out for "never";
 * {@code "booked":true} marks an id that is only reserved; {@code revision} counts the
 * writes. Readers ignore fields they do not know.
 */
public final class JsonSessionCodec implements SessionCodec {

    static final int VERSION = 1;
    private static final int NO_FLAGS = 0;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;

    /** As long as a value may be at all: what was written must be readable. */
    private static final int MAX_NAME_LENGTH = 100_000_000;

    private final JsonFactory json = JsonFactory.builder()
            // Jackson's own choice is one queue of buffers for all threads: sixteen that read meet there.
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();

    private final JsonMapper writer = new JsonMapper(json);

    @Override
    public boolean needsWhatItReplaces() {
        return false;
    }

    @Override
    public EncodedSession encode(String name, StoredSession session, @Nullable EncodedSession replaces) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        putTime(fields, "createdAt", session.createdAt());
        putTime(fields, "lastUsedAt", session.lastUsedAt());
        putTime(fields, "expiresAt", session.expiresAt());
        putTime(fields, "endsAt", session.endsAt());
        if (session.booked()) {
            fields.put("booked", true);
        }
        fields.put("revision", session.revision());
        fields.put("attributes", session.attributes());
        return new EncodedSession(writer.writeValueAsBytes(fields), NO_FLAGS);
    }

    private static void putTime(Map<String, @Nullable Object> fields, String name, @Nullable Instant time) {
        if (time != null) {
            fields.put(name, time.toEpochMilli());
        }
    }

    @Override
    public StoredSession decode(String name, EncodedSession stored) throws SessionFormatException {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), stored.bytes())) {
            return new JsonSessionReader(parser).session();
        } catch (JacksonException e) {
            // Jackson's message quotes the input, which may be a secret: only its kind goes on.
            throw new SessionFormatException(
                    "Not a JSON object: " + e.getClass().getSimpleName());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SessionFormatException("Not a session: " + e.getClass().getSimpleName());
        }
    }
}

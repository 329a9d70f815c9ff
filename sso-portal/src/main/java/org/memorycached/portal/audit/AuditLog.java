package org.memorycached.portal.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit log: one JSON object in one line for each event, on the logger {@code org.memorycached.audit}, which a
 * configuration can send elsewhere than the rest. Its fields are {@code event}, {@code user}, and where known {@code
 * session} (a fingerprint, never the id), {@code address} and {@code detail}.
 *
 * <p>Part of it is typed by strangers. Whatever is not printable ASCII is escaped, so that nobody writes a line, a
 * terminal's command or a look-alike of their own; and names are cut at {@value #MOST_CHARACTERS} characters.
 */
@Component
public final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.memorycached.audit");

    private static final int MOST_CHARACTERS = 200;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Writes one event. */
    public void write(AuditEvent event) {
        if (LOG.isInfoEnabled()) {
            LOG.info("{}", line(event));
        }
    }

    private static String line(AuditEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("event", event.event());
        put(fields, "user", event.user());
        put(fields, "session", event.fingerprint());
        put(fields, "address", event.address());
        put(fields, "detail", event.detail());
        // JSON leaves the one control character beyond 0x1F as it is.
        return JSON.writeValueAsString(fields).replace("\u007F", "\\u007F");
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value.length() > MOST_CHARACTERS ? value.substring(0, MOST_CHARACTERS) + "..." : value);
        }
    }
}

package org.memorycached.session.codec;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as Perl's {@code Apache::Session::Memorycached} stores them: under the plain session id, with flags 1, one
 * hash of all attributes that {@code Storable::nfreeze} wrote (see {@link StorableFormat}). Perl and Java read and
 * change them in turn. A value with other flags is no session, such as a reverse reference, which has 0.
 *
 * <p>Beside the attributes the hash has these fields, which are no attributes:
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>value</th><th>without it</th></tr>
 * <tr><td>{@code _session_id}</td><td>the id, as in every session of Perl's; always written</td>
 *     <td>no session: Perl keeps other hashes under names of 32 hex digits too</td></tr>
 * <tr><td>{@code _java_created_ms}</td><td>when it was created</td><td>{@code _utime}, see below</td></tr>
 * <tr><td>{@code _java_last_used_ms}</td><td>when Java last wrote or touched it</td>
 *     <td>{@code _utime}, see below</td></tr>
 * <tr><td>{@code _java_ends_ms}</td><td>when it ends however much it is used</td><td>never</td></tr>
 * <tr><td>{@code _java_revision}</td><td>counts Java's writes</td><td>0</td></tr>
 * </table>
 *
 * <p>The last four are milliseconds since 1970-01-01T00:00Z and a count. Only Java knows them; Perl keeps them as it
 * keeps every field it does not know, so they survive its writes.
 *
 * <p><b>Idle timeout.</b> There is none in the data: it is memcached's own expiry, which every write of either side
 * renews. So {@link StoredSession#expiresAt()} is not stored and reads as {@link StoredSession#endsAt()}.
 *
 * <p><b>Times of a session that Perl created.</b> They are LemonLDAP's attribute {@code _utime} (seconds since 1970) if
 * there is one that is in the past. Else memcached's expiry tells as much: what is still there was written within the
 * idle timeout, so it counts as created and used that long ago. In both cases the session is due for a touch at its
 * first use, and with that write its times are recorded.
 *
 * <p><b>Bookings.</b> A hash of {@code _session_id} alone is an id that is booked. Perl writes such a one when it opens
 * a session without {@code updateOnly}, and takes a local entry of fewer than two keys for no session; Java writes the
 * same bytes. All times of a booking are those of its reading.
 *
 * <p>Immutable and thread-safe.
 */
public final class StorableSessionCodec implements SessionCodec {

    /** Cache::Memcached's {@code F_STORABLE}, and not its {@code F_COMPRESS}, which the original never sets. */
    private static final int FLAGS = 1;

    private final StorableFormat format;
    private final int maxSize;
    private final Clock clock;
    private final Duration idleTimeout;

    /**
     * @param maxSize how many bytes a stored session has at most; a larger one is no session
     * @param clock for sessions whose times nobody recorded
     * @param idleTimeout memcached's expiry of each write; zero for none
     * @throws IllegalArgumentException unless maxSize is positive and idleTimeout is not negative
     */
    public StorableSessionCodec(int maxSize, Clock clock, Duration idleTimeout) {
        if (idleTimeout.isNegative()) {
            throw new IllegalArgumentException("idleTimeout must not be negative, is " + idleTimeout);
        }
        this.format = new StorableFormat(maxSize);
        this.maxSize = maxSize;
        this.clock = clock;
        this.idleTimeout = idleTimeout;
    }

    /**
     * Attributes that equal those of {@code replaces} keep their bytes, see {@link StorableFormat#rewrite}.
     *
     * @param name the session id
     * @throws IllegalArgumentException also if an attribute has the name of one of the fields above, or a booking has
     *     attributes
     */
    @Override
    public EncodedSession encode(String name, StoredSession session, @Nullable EncodedSession replaces) {
        Map<String, @Nullable Object> fields = StorableSessionFields.of(name, session);
        byte[] bytes = bytes(fields, replaces);
        requireReadable(bytes);
        return new EncodedSession(bytes, FLAGS);
    }

    private byte[] bytes(Map<String, @Nullable Object> fields, @Nullable EncodedSession replaces) {
        if (replaces != null && replaces.flags() == FLAGS) {
            try {
                return format.rewrite(replaces.bytes(), fields);
            } catch (SessionFormatException e) {
                return format.write(fields); // it was no session, so there is nothing to keep
            }
        }
        return format.write(fields);
    }

    /** Else a session could be stored that nobody can read again. How many bytes it may have is for the store to say. */
    private void requireReadable(byte[] bytes) {
        if (bytes.length > maxSize) {
            return;
        }
        try {
            format.read(bytes);
        } catch (SessionFormatException e) {
            throw new IllegalArgumentException("The attributes cannot be stored: " + e.getMessage(), e);
        }
    }

    @Override
    public StoredSession decode(String name, EncodedSession stored) throws SessionFormatException {
        if (stored.flags() != FLAGS) {
            throw new SessionFormatException("Not Storable data, by its flags " + stored.flags());
        }
        Map<String, @Nullable Object> fields = format.read(stored.bytes());
        if (!name.equals(fields.get(StorableSessionFields.SESSION_ID))) {
            throw new SessionFormatException("Not a session of the id that it is stored under");
        }
        return session(fields);
    }

    private StoredSession session(Map<String, @Nullable Object> fields) throws SessionFormatException {
        Instant now = clock.instant();
        boolean booked = fields.size() == 1;
        Instant unknown = booked ? now : written(fields.get(StorableSessionFields.LEMONLDAP_TIME), now);
        Instant createdAt = StorableSessionFields.time(fields, StorableSessionFields.CREATED);
        Instant lastUsedAt = StorableSessionFields.time(fields, StorableSessionFields.LAST_USED);
        Instant endsAt = StorableSessionFields.time(fields, StorableSessionFields.ENDS);
        return new StoredSession(
                createdAt == null ? unknown : createdAt,
                lastUsedAt == null ? unknown : lastUsedAt,
                endsAt,
                endsAt,
                booked,
                StorableSessionFields.revision(fields),
                attributes(fields));
    }

    /** When Perl wrote a session, as far as it can be known. */
    private Instant written(@Nullable Object lemonLdapTime, Instant now) {
        Long seconds = StorableSessionFields.integer(lemonLdapTime);
        return seconds != null && seconds >= 0 && seconds <= now.getEpochSecond()
                ? Instant.ofEpochSecond(seconds)
                : now.minus(idleTimeout);
    }

    private static Map<String, @Nullable Object> attributes(Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(fields);
        attributes.keySet().removeAll(StorableSessionFields.NO_ATTRIBUTES);
        return attributes;
    }
}

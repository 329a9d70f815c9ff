package org.memorycached.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.limits.AttemptLimits;

/**
 * Sessions on two tiers of memcached: written to the <b>central</b> servers, read from the <b>local</b> one first.
 *
 * <pre>{@code
 * SessionStore store = SessionStore.builder()
 *         .servers("10.75.1.19:11211", "10.75.1.20:11211")
 *         .local("localhost:11211")
 *         .timeout(Duration.ofMinutes(30))
 *         .principal("uid")
 *         .build();
 * CreatedSession login = store.create(Map.of("uid", "dwho"));
 * Optional<Session> session = store.find(login.id());
 * }</pre>
 *
 * <p>Every method answers in one of three ways, and they are never mixed up: the session, an empty answer (there is
 * none), or a {@link SessionUnavailableException} (nobody can tell now). A local server that does not answer is no
 * outage, it only makes reads slower.
 *
 * <p>What a {@link #delete} or {@link #update} that returned has changed, no store that follows the same central
 * servers serves in its old form for longer than the revocation lease (one second by default): see {@link
 * org.memorycached.session.revocation}.
 *
 * <p>A store is safe for use by many threads; an application needs one. A thread that is interrupted gets its answer
 * like any other, and stays interrupted: an interruption leaves no change half done. Close it to end its connections and threads.
 */
public interface SessionStore extends AutoCloseable {

    /** Starts the configuration of a store. */
    static SessionStoreBuilder builder() {
        return new SessionStoreBuilder();
    }

    /**
     * Stores a new session under a new random id, and the reverse reference from its principal.
     *
     * <p>The write is an {@code add}: it books the id and saves the attributes in one step, so {@code updateOnly} makes
     * no difference here.
     *
     * @param attributes strings, booleans, integers, doubles, lists and maps of these, and null values; copied
     * @throws IllegalArgumentException if a value is of another type, or the principal is neither a string nor a number;
     *     the message names the attribute. Without a principal a session is nobody's, and stored all the same
     * @throws SessionTooLargeException if the session is over the size limit
     * @throws SessionLimitException if the principal has as many sessions as the option {@code sessionLimit} allows, and
     *     its policy is to deny one more
     * @throws SessionUnavailableException if the central tier did not take the session; nobody is logged in then
     */
    default CreatedSession create(Map<String, ? extends @Nullable Object> attributes) {
        return create(attributes, SessionClient.UNKNOWN);
    }

    /**
     * Like {@link #create(Map)}, and notes where the login came from, for the list of the principal's sessions.
     *
     * @throws IllegalArgumentException as for {@link #create(Map)}
     * @throws SessionTooLargeException as for {@link #create(Map)}
     * @throws SessionLimitException as for {@link #create(Map)}
     * @throws SessionUnavailableException as for {@link #create(Map)}
     */
    CreatedSession create(Map<String, ? extends @Nullable Object> attributes, SessionClient client);

    /**
     * Opens a session that has an id before it has attributes, as the original does when it is tied without an id.
     *
     * <p>Unless the store is {@code updateOnly}, the id is booked in the central tier at once. A booking is no session:
     * {@link #find} does not see it.
     *
     * @throws SessionUnavailableException if the booking could not be written
     */
    NewSession open();

    /**
     * Finds the session that a cookie names: asks the local tier, on a miss the central one, and fills the local tier
     * from its answer. Reading does not extend a session; {@link #touch} does.
     *
     * @return the session; empty if there is none, or it has expired, or its stored form cannot be decoded
     * @throws SessionUnavailableException if the local tier has no valid copy and the central tier does not answer
     */
    Optional<Session> find(SessionId id);

    /**
     * Finds the session that a principal's reverse reference points to: that of the newest login, if it is still there.
     *
     * @param principal value of the attribute that the option {@code principal} names, such as a uid
     * @throws SessionUnavailableException if the central tier does not answer
     * @throws IllegalStateException if the store has no option {@code principal}
     */
    Optional<Session> findByPrincipal(String principal);

    /**
     * All live sessions of a principal, oldest first: what "my sessions" shows. The cost grows with the number of that
     * principal's sessions only, and one round trip reads them all.
     *
     * @param principal value of the attribute that the option {@code principal} names, such as a uid
     * @throws SessionUnavailableException if the central tier does not answer
     * @throws IllegalStateException if the store has no option {@code principal}
     */
    List<PrincipalSession> sessionsOf(String principal);

    /**
     * Changes the attributes of a stored session. The change is written by compare-and-swap, so that nothing another
     * writer did meanwhile is lost, and a session that was deleted does not come back.
     *
     * <p>A change counts as a use: it puts off the idle timeout as {@link #touch} does. A background job that changes
     * sessions more often than that keeps those of users alive who have left.
     *
     * @param change edits the attributes in place; called again, on fresh attributes, when another writer was faster,
     *     so it should do nothing else. What it throws comes out of here, and the session stays as it was
     * @return the session as it was stored; empty if there is none
     * @throws IllegalArgumentException if the change leaves a value that {@link #create(Map)} would refuse
     * @throws SessionTooLargeException if the changed session is over the size limit; it stays as it was
     * @throws WriteOutcomeUnknownException if the change was sent but not confirmed
     * @throws SessionUnavailableException if the central tier does not answer, or other writers won for too long
     */
    Optional<Session> update(SessionId id, Consumer<Map<String, @Nullable Object>> change);

    /** Like {@link #update(SessionId, Consumer)}, for one of a list of sessions. */
    Optional<Session> update(SessionKey key, Consumer<Map<String, @Nullable Object>> change);

    /** The key of the session that this id opens, whether or not there is one: for lists and logs. Asks no server. */
    SessionKey keyOf(SessionId id);

    /**
     * Ends a session everywhere: removes it from the central tier, tells every follower, and removes the reverse
     * reference if it still points to this session. Deleting what is not there is no error.
     *
     * @return whether the central tier still had the session
     * @throws SessionUnavailableException if it is not certain that the session is gone; try again then
     */
    boolean delete(SessionId id);

    /** Like {@link #delete(SessionId)}, for one of a list of sessions. */
    boolean delete(SessionKey key);

    /**
     * Ends all sessions of a principal, everywhere.
     *
     * @return how many there were
     * @throws SessionUnavailableException if it is not certain that all are gone; the others are
     * @throws IllegalStateException if the store has no option {@code principal}
     */
    int deleteAllOf(String principal);

    /**
     * Ends all other sessions of the principal of this one, everywhere.
     *
     * @return how many there were; none if the session has no principal
     * @throws SessionUnavailableException if it is not certain that all are gone; the others are
     * @throws IllegalStateException if the store has no option {@code principal}
     */
    int deleteOthersOf(Session session);

    /**
     * Notes that a session is being used, which puts off its idle timeout (but never its absolute lifetime).
     *
     * <p>Returns at once: at most one write per session and touch interval is sent, by another thread. If that write
     * fails, the next touch tries again.
     */
    void touch(Session session);

    /**
     * How the servers are, and how far this process knows what changes. Asks each server, so it takes as long as the
     * slowest may take to answer; for health checks and metrics.
     */
    StoreStatus status();

    /**
     * Counts attempts, at signing in for one, on the central servers of this store, over its connections: both are back
     * after an outage at the same moment. A store that keeps no copies at all (one central server, no local one, none in the
     * heap) polls nobody: what is asked first after an outage, of it or of its limits, finds the server unavailable for a
     * second or so. Closed with the store.
     */
    AttemptLimits attemptLimits();

    /** Ends the connections and threads of this store. The sessions stay. */
    @Override
    void close();
}

package org.memorycached.session;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.memorycached.session.codec.StoredSession;
import org.memorycached.session.tier.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose sessions are whose: enters them in the index and the original's reference, lists them, and takes them out. */
final class PrincipalSessions {

    private static final Logger LOG = LoggerFactory.getLogger(PrincipalSessions.class);

    /** Lists longer than this are tidied up at a login, when they have doubled since. */
    private static final int LONG_LIST = 32;

    private final CentralSessions central;
    private final PrincipalIndex index;
    private final PrincipalReferences references;
    private final PrincipalAttribute principal;
    private final Lifetimes lifetimes;
    private final SessionLimit limit;
    private final Clock clock;

    PrincipalSessions(
            CentralSessions central,
            PrincipalIndex index,
            PrincipalReferences references,
            PrincipalAttribute principal,
            Lifetimes lifetimes,
            SessionLimit limit,
            Clock clock) {
        this.central = central;
        this.index = index;
        this.references = references;
        this.principal = principal;
        this.lifetimes = lifetimes;
        this.limit = limit;
        this.clock = clock;
    }

    /** Asks for the index already, while the session is being stored. */
    Optional<Registration> begin(SessionKey key, StoredSession session, SessionClient client) {
        return principal.of(session.attributes()).map(name -> {
            Reply<PrincipalIndex.Reading> reading = index.sendRead(name);
            return () -> enter(name, key, session, client, reading);
        });
    }

    private OverLimit enter(
            String name,
            SessionKey key,
            StoredSession session,
            SessionClient client,
            Reply<PrincipalIndex.Reading> reading) {
        IndexEntry entry = entry(key, session, client);
        LimitedEntry limited = new LimitedEntry(name, entry);
        PrincipalIndex.Reading read = reading.await();
        limited.apply(read.entries()); // denied before anything is written
        Reply<Boolean> reference = references.sendPoint(name, key, lifetimes.absoluteLifetime());
        index.change(read, limited);
        reference.await();
        return new OverLimit(limited.overLimit, limit);
    }

    /** Adds an entry to a list under the limit. */
    private final class LimitedEntry implements UnaryOperator<List<IndexEntry>> {

        private final String name;
        private final IndexEntry entry;
        private List<PrincipalSession> overLimit = List.of();

        private LimitedEntry(String name, IndexEntry entry) {
            this.name = name;
            this.entry = entry;
        }

        @Override
        public List<IndexEntry> apply(List<IndexEntry> entries) {
            List<IndexEntry> others = entries.stream()
                    .filter(other -> !other.key().equals(entry.key()))
                    .toList();
            if (others.size() >= limit.most() || isLongAndDoubled(others)) {
                others = underLimit(others);
            }
            return PrincipalIndex.adding(entry).apply(others);
        }

        private List<IndexEntry> underLimit(List<IndexEntry> entries) {
            Map<IndexEntry, StoredSession> live = live(entries);
            List<PrincipalSession> theirs = theirs(name, live);
            int over = theirs.size() + 1 - limit.most();
            if (over > 0) {
                if (limit.policy() == SessionLimitPolicy.DENY) {
                    throw new SessionLimitException(limit.most());
                }
                overLimit = theirs.subList(0, over);
            }
            return List.copyOf(live.keySet());
        }
    }

    /** At 32, 64, 128 … entries: the cost of looking at all of them is shared by the logins in between. */
    private static boolean isLongAndDoubled(List<IndexEntry> entries) {
        return entries.size() >= LONG_LIST && Integer.bitCount(entries.size()) == 1;
    }

    /** The principal's sessions, oldest first. What the index has kept of ended ones is tidied up. */
    List<PrincipalSession> list(String name) {
        PrincipalIndex.Reading read = index.sendRead(name).await();
        List<IndexEntry> entries = new ArrayList<>(read.entries());
        referenced(name, entries).ifPresent(entries::add);
        Map<IndexEntry, StoredSession> live = live(entries);
        tidy(read, live.keySet());
        return theirs(name, live);
    }

    /** A session that somebody made who keeps no index, such as Perl. */
    private Optional<IndexEntry> referenced(String name, List<IndexEntry> known) {
        Set<SessionKey> keys = known.stream().map(IndexEntry::key).collect(Collectors.toSet());
        return references.lookUp(name).stream()
                .filter(key -> !keys.contains(key))
                .findFirst()
                .flatMap(key -> central.readLive(key)
                        .map(StoredCopies::session)
                        .filter(session -> isOf(name, session))
                        .map(session -> entry(key, session, SessionClient.UNKNOWN)));
    }

    private boolean isOf(String name, StoredSession session) {
        return principal.of(session.attributes()).filter(name::equals).isPresent();
    }

    private static IndexEntry entry(SessionKey key, StoredSession session, SessionClient client) {
        return new IndexEntry(key, session.createdAt(), session.endsAt(), client);
    }

    /** The live ones of these, in their order; one that is being given to another principal, or was not, included. */
    private Map<IndexEntry, StoredSession> live(List<IndexEntry> entries) {
        Map<IndexEntry, Reply<Optional<StoredCopies>>> reads = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> entry.mayBeLiveAt(clock.instant()))
                .forEach(entry -> reads.put(entry, central.sendRead(entry.key())));
        Map<IndexEntry, StoredSession> live = new LinkedHashMap<>();
        reads.forEach((entry, read) -> read.await()
                .map(StoredCopies::session)
                .filter(session -> session.isLiveAt(clock.instant()))
                .ifPresent(session -> live.put(entry, session)));
        return live;
    }

    /** Those that are this principal's, oldest first. */
    private List<PrincipalSession> theirs(String name, Map<IndexEntry, StoredSession> live) {
        return live.entrySet().stream()
                .filter(each -> isOf(name, each.getValue()))
                .map(each -> listed(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(PrincipalSession::createdAt))
                .toList();
    }

    private static PrincipalSession listed(IndexEntry entry, StoredSession session) {
        return new PrincipalSession(entry.key(), session.createdAt(), session.lastUsedAt(), entry.client());
    }

    private void tidy(PrincipalIndex.Reading read, Set<IndexEntry> live) {
        List<SessionKey> over = read.entries().stream()
                .filter(entry -> !live.contains(entry))
                .map(IndexEntry::key)
                .toList();
        if (!over.isEmpty()) {
            try {
                index.change(read, PrincipalIndex.removing(over));
            } catch (TierUnavailableException e) {
                LOG.debug("An index of a user's sessions is tidied up another time: {}", e.getMessage());
            }
        }
    }

    /** The session has got another principal. Before that is stored: a reference that is ahead is seen through. */
    void pointTo(String name, SessionKey key, StoredSession session, SessionClient client) {
        references.sendPoint(name, key, lifetimes.absoluteLifetime()).await();
        index.change(index.sendRead(name).await(), PrincipalIndex.adding(entry(key, session, client)));
    }

    /**
     * Keeps what leads to a session in use from being evicted before the session itself, which is written now and then.
     * A list that was, or that a server has lost, has this session again.
     */
    void keep(SessionKey key, StoredSession session) {
        principal.of(session.attributes()).ifPresent(name -> {
            references.touch(name, lifetimes.absoluteLifetime());
            if (!index.touch(name)) {
                enterAgain(name, key, session);
            }
        });
    }

    private void enterAgain(String name, SessionKey key, StoredSession session) {
        PrincipalIndex.Reading read = index.sendRead(name).await();
        IndexEntry entry = read.entry(key).orElseGet(() -> entry(key, session, SessionClient.UNKNOWN));
        index.change(read, PrincipalIndex.keeping(entry));
    }

    /** What is known of where a session was begun. */
    SessionClient clientOf(String name, SessionKey key) {
        return index.sendRead(name).await().entry(key).map(IndexEntry::client).orElse(SessionClient.UNKNOWN);
    }

    /** The session is over, or another's. What is left is seen through by whoever follows it, so this may fail. */
    void remove(String name, SessionKey key) {
        try {
            references.removeIfPointingTo(name, key);
            index.change(index.sendRead(name).await(), PrincipalIndex.removing(List.of(key)));
        } catch (TierUnavailableException e) {
            LOG.debug("A reference to session {} stays until somebody follows it: {}", key, e.getMessage());
        }
    }
}

package org.memorycached.portal.sessions;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.memorycached.session.PrincipalSession;
import org.memorycached.session.SessionClient;
import org.memorycached.session.SessionKey;

/**
 * One line of a list of sessions, in words.
 *
 * @param fingerprint names the session in the form that ends it
 * @param own whether the page is looked at with this very session
 * @param browser such as Firefox 140 on Windows
 * @param userAgent all that the browser said of itself; empty if it said nothing
 * @param address empty if it is not known
 * @param begunAt to the second, as {@code lastUsedAt}
 * @param begun such as 3 hours ago, as {@code lastUsed}
 */
record ListedSession(
        String fingerprint,
        boolean own,
        String browser,
        String userAgent,
        String address,
        Instant begunAt,
        String begun,
        Instant lastUsedAt,
        String lastUsed) {

    static final Comparator<ListedSession> ORDER = Comparator.comparing(ListedSession::own)
            .thenComparing(ListedSession::begunAt)
            .reversed();

    static ListedSession of(PrincipalSession session, SessionKey own, Instant now) {
        SessionClient client = session.client();
        return new ListedSession(
                session.key().fingerprint(),
                session.key().equals(own),
                BrowserName.of(client.userAgent()),
                client.userAgent(),
                client.address(),
                session.createdAt().truncatedTo(ChronoUnit.SECONDS),
                TimeAgo.of(session.createdAt(), now),
                session.lastUsedAt().truncatedTo(ChronoUnit.SECONDS),
                TimeAgo.of(session.lastUsedAt(), now));
    }
}

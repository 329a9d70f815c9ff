package org.memorycached.portal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.memorycached.portal.sessions.EndSessions;
import org.memorycached.portal.users.AmbiguousUserException;
import org.memorycached.portal.users.UserSource;
import org.memorycached.session.SessionStore;
import org.mockito.Mockito;
import org.springframework.security.authentication.InternalAuthenticationServiceException;

/** Whose sessions are looked after, whatever happens between two steps of it; the directory's tests tell what is done. */
class RoleRefreshTest {

    private static final String USER = "dwho";

    private final List<String> lookedUp = new ArrayList<>();
    private final UserSource users = uid -> {
        lookedUp.add(uid);
        return Optional.empty();
    };
    private final SignedInUsers signedIn = new SignedInUsers(users);
    private final SessionStore store = Mockito.mock();
    private final RoleRefresh refresh = new RoleRefresh(signedIn, users, store, Mockito.mock(EndSessions.class));

    @Test
    void whoHasNoSessionIsForgotten() {
        signedIn.add(USER);
        Mockito.when(store.sessionsOf(USER)).thenReturn(List.of());

        refresh.run();
        refresh.run();

        assertThat(lookedUp).containsExactly(USER);
    }

    @Test
    void namesThatSeveralUsersHaveKeepNobodyElseFromBeingLookedAfter() {
        UserSource ambiguous = uid -> {
            lookedUp.add(uid);
            throw new AmbiguousUserException(new IllegalStateException("two entries"));
        };
        IntStream.range(0, 5).forEach(number -> signedIn.add("user" + number));

        new RoleRefresh(signedIn, ambiguous, store, Mockito.mock(EndSessions.class)).run();

        assertThat(lookedUp).hasSize(5);
    }

    @Test
    void anOutageEndsARoundInWhichEachUserWouldCostATimeout() {
        UserSource down = uid -> {
            lookedUp.add(uid);
            throw new InternalAuthenticationServiceException("no answer");
        };
        IntStream.range(0, 5).forEach(number -> signedIn.add("user" + number));

        new RoleRefresh(signedIn, down, store, Mockito.mock(EndSessions.class)).run();

        assertThat(lookedUp).hasSize(3);
    }

    @Test
    void whoSignsInWhileTheirSessionsAreLookedForIsNotForgotten() {
        signedIn.add(USER);
        Mockito.when(store.sessionsOf(USER)).thenAnswer(asked -> {
            signedIn.add(USER); // the session that they have now was not there yet
            return List.of();
        });

        refresh.run();
        refresh.run();

        assertThat(lookedUp).containsExactly(USER, USER);
    }
}

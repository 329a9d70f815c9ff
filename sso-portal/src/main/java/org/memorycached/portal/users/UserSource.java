package org.memorycached.portal.users;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where users come from: the configuration, or a directory. Safe for use by many threads. */
public interface UserSource {

    /**
     * Looks a user up as they are now, without their password.
     *
     * @param uid the value of the attribute {@code uid} of their session
     * @return empty if there is no such user any more, or they may not sign in
     * @throws AmbiguousUserException if several have this name
     * @throws org.springframework.security.authentication.AuthenticationServiceException if nobody can tell now
     */
    Optional<PortalUser> find(String uid);

    /** Names of the attributes that one user has and another has not: nobody's session keeps one that its user has no more. */
    default Set<String> optionalAttributes() {
        return Set.of();
    }

    /**
     * Every user's name, also of those who may not sign in. Empty where the source is too large to go through, as a
     * directory is.
     */
    default Collection<String> names() {
        return List.of();
    }
}

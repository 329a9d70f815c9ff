package org.memorycached.portal.users;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Somebody who may sign in.
 *
 * @param uid the name to sign in with
 * @param attributes what applications learn about the user: the beginning of a session's attributes
 * @param password its hash, with the name of the algorithm in braces; empty if somebody else checks it
 * @param enabled whether the user may sign in, and stay so
 */
public record PortalUser(String uid, Map<String, Object> attributes, String password, boolean enabled)
        implements UserDetails {

    public PortalUser {
        attributes = Map.copyOf(attributes);
    }

    @Override
    public String getUsername() {
        return uid;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    /** None: roles count from the session, in the portal as in every application. */
    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of();
    }

    /** Without the password's hash. */
    @Override
    public String toString() {
        return "PortalUser[" + uid + "]";
    }
}

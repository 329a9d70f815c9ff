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
 * @param cn the name to show
 * @param password its hash, with the name of the algorithm in braces
 */
public record PortalUser(String uid, String cn, String mail, List<String> roles, String password)
        implements UserDetails {

    public PortalUser {
        roles = List.copyOf(roles);
    }

    /** What applications learn about the user: the beginning of a session's attributes. */
    public Map<String, Object> attributes() {
        return Map.of("uid", uid, "cn", cn, "mail", mail, "roles", roles);
    }

    @Override
    public String getUsername() {
        return uid;
    }

    @Override
    public String getPassword() {
        return password;
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

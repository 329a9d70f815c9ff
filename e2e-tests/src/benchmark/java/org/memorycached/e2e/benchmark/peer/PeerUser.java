package org.memorycached.e2e.benchmark.peer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.memorycached.e2e.benchmark.SampleUser;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/** A user as Spring Security keeps one in a session, with the eight attributes. */
record PeerUser(String uid, List<String> roles, Map<String, Object> attributes, String password)
        implements UserDetails {

    static PeerUser of(SampleUser user, String password) {
        return new PeerUser(user.uid(), user.roles(), user.attributes(), password);
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
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return roles.stream()
                .map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                .toList();
    }
}

package org.memorycached.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.springframework.security.core.GrantedAuthority;

/** The roles that the policy judges by, named as people name them: {@code ROLE_ADMIN} is "admin". */
public final class Roles {

    private static final String PREFIX = "ROLE_";

    private Roles() {}

    public static List<String> of(Collection<? extends GrantedAuthority> authorities) {
        List<String> roles = new ArrayList<>(authorities.size()); // no stream: each page view asks
        for (GrantedAuthority granted : authorities) {
            String authority = String.valueOf(granted.getAuthority());
            if (authority.startsWith(PREFIX)) {
                roles.add(authority.substring(PREFIX.length()).toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(roles);
    }
}

package org.memorycached.app;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.springframework.security.core.GrantedAuthority;

/** The roles that the policy judges by, named as people name them: {@code ROLE_ADMIN} is "admin". */
public final class Roles {

    private static final String PREFIX = "ROLE_";

    private Roles() {}

    public static List<String> of(Collection<? extends GrantedAuthority> authorities) {
        return authorities.stream()
                .map(granted -> String.valueOf(granted.getAuthority()))
                .filter(authority -> authority.startsWith(PREFIX))
                .map(authority -> authority.substring(PREFIX.length()).toLowerCase(Locale.ROOT))
                .toList();
    }
}

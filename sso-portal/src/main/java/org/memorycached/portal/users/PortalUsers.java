package org.memorycached.portal.users;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/** The users of the configuration, by uid. A directory such as LDAP would take the place of this class. */
@Component
final class PortalUsers implements UserDetailsService {

    private final Map<String, PortalUser> byUid = new HashMap<>();

    PortalUsers(UserProperties properties) {
        List<UserProperties.User> users = properties.users();
        for (int i = 0; i < users.size(); i++) {
            String property = "portal.users[" + i + "]";
            PortalUser user = users.get(i).checked(property);
            if (byUid.put(user.uid(), user) != null) {
                throw new InvalidPropertyException(property + ".uid", user.uid(), "name each user once");
            }
        }
    }

    @Override
    public PortalUser loadUserByUsername(String username) {
        PortalUser user = byUid.get(username);
        if (user == null) {
            throw new UsernameNotFoundException("No such user"); // the page does not tell it from a wrong password
        }
        return user;
    }
}

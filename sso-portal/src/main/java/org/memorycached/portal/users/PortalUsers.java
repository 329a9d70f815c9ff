package org.memorycached.portal.users;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The users of the configuration, by uid. */
final class PortalUsers implements UserDetailsService, UserSource {

    private static final int DEFAULT_COST = 10;

    private final Map<String, PortalUser> byUid = new LinkedHashMap<>();
    private final int cost;

    PortalUsers(UserProperties properties) {
        List<UserProperties.User> users = properties.users();
        if (users.isEmpty()) {
            throw new InvalidPropertyException(
                    "portal.users",
                    "",
                    "name who may sign in, here or by a directory (portal.ldap.url); the demo's users are those of the profile demo");
        }
        int commonCost = DEFAULT_COST;
        for (int i = 0; i < users.size(); i++) {
            String property = "portal.users[" + i + "]";
            PortalUser user = users.get(i).checked(property);
            commonCost = i == 0 ? UserProperties.User.cost(user) : sameCost(user, commonCost, property);
            if (byUid.put(user.uid(), user) != null) {
                throw new InvalidPropertyException(property + ".uid", user.uid(), "name each user once");
            }
        }
        this.cost = commonCost;
    }

    /** A hash that takes longer, or less, than the one of users who do not exist would tell who does. */
    private static int sameCost(PortalUser user, int cost, String property) {
        if (UserProperties.User.cost(user) != cost) {
            throw new InvalidPropertyException(
                    property + ".password", "(hidden)", "hash it with the cost of the others, which is " + cost);
        }
        return cost;
    }

    /** Checks a password, and for a user who does not exist one that nobody has, at the same cost. */
    PasswordEncoder passwordEncoder() {
        return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(cost)));
    }

    @Override
    public Optional<PortalUser> find(String uid) {
        return Optional.ofNullable(byUid.get(uid)).filter(PortalUser::enabled);
    }

    @Override
    public Collection<String> names() {
        return byUid.keySet();
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

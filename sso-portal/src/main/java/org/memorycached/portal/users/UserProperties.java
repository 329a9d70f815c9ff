package org.memorycached.portal.users;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The users, as configured.
 *
 * @param users Users who may sign in.
 */
@ConfigurationProperties("portal")
record UserProperties(@DefaultValue List<User> users) {

    /**
     * One user.
     *
     * @param uid Name to sign in with.
     * @param cn Name to show. Default: the uid.
     * @param mail Mail address.
     * @param roles Roles that applications grant access by, such as user and admin.
     * @param enabled Whether the user may sign in.
     * @param password Hash of the password, such as {bcrypt}$2a$10$…; never the password itself. All have the same cost.
     */
    record User(
            @Nullable String uid,
            @Nullable String cn,
            @DefaultValue("") String mail,
            @DefaultValue("user") List<String> roles,
            @DefaultValue("true") boolean enabled,
            @Nullable String password) {

        private static final Pattern HASHED = Pattern.compile("\\{bcrypt}\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

        /** @param property name of the property that this user comes from */
        PortalUser checked(String property) {
            if (uid == null || uid.isBlank()) {
                throw new InvalidPropertyException(property + ".uid", uid, "give the name to sign in with");
            }
            if (password == null || !HASHED.matcher(password).matches()) {
                throw new InvalidPropertyException(
                        property + ".password", "(hidden)", "give the password's hash, beginning with {bcrypt}$2a$");
            }
            Map<String, Object> attributes =
                    Map.of("uid", uid, "cn", cn == null ? uid : cn, "mail", mail, "roles", List.copyOf(roles));
            return new PortalUser(uid, attributes, password, enabled);
        }

        /** How much work a guess is: two to the power of this. */
        static int cost(PortalUser user) {
            Matcher hash = HASHED.matcher(user.password());
            if (!hash.matches()) {
                throw new IllegalArgumentException("not checked");
            }
            return Integer.parseInt(hash.group(1));
        }
    }
}

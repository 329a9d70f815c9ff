package org.memorycached.portal.users;

import java.util.List;
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
     * @param password Hash of the password, such as {bcrypt}$2a$10$…; never the password itself.
     */
    record User(
            @Nullable String uid,
            @Nullable String cn,
            @DefaultValue("") String mail,
            @DefaultValue("user") List<String> roles,
            @Nullable String password) {

        private static final String HASHED = "{bcrypt}";

        /** @param property name of the property that this user comes from */
        PortalUser checked(String property) {
            if (uid == null || uid.isBlank()) {
                throw new InvalidPropertyException(property + ".uid", uid, "give the name to sign in with");
            }
            if (password == null || !password.startsWith(HASHED)) {
                throw new InvalidPropertyException(
                        property + ".password", "(hidden)", "give the password's hash, beginning with " + HASHED);
            }
            return new PortalUser(uid, cn == null ? uid : cn, mail, roles, password);
        }
    }
}

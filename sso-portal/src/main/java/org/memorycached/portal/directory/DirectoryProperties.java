package org.memorycached.portal.directory;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An LDAP directory.
 *
 * @param url Where it is, such as ldaps://ldap.example.com; several, for when one is down. Setting it replaces portal.users.
 * @param base What all names are below, such as dc=example,dc=com.
 * @param userBase Where users are, below base, such as ou=people.
 * @param userFilter What finds a user by the name they typed, {0}; leave disabled ones out here.
 * @param uidAttribute Attribute that has the user's name.
 * @param attributes Attributes that applications learn.
 * @param groupBase Where groups are, below base, such as ou=groups. Without it nobody has roles.
 * @param groupFilter What finds a user's groups, by the user's distinguished name, {0}, or uid, {1}.
 * @param groupAttribute Attribute that has a group's name.
 * @param roles Roles by the name of the group that gives them. Without any, a group's name is the role.
 * @param managerDn Who the portal searches as. Default: nobody.
 * @param managerPassword Their password.
 * @param timeout How long the directory may take to answer.
 */
@ConfigurationProperties("portal.ldap")
record DirectoryProperties(
        @DefaultValue List<String> url,
        @DefaultValue("") String base,
        @DefaultValue("") String userBase,
        @DefaultValue("(uid={0})") String userFilter,
        @DefaultValue("uid") String uidAttribute,
        @DefaultValue({"cn", "mail"}) List<String> attributes,
        @Nullable String groupBase,
        @DefaultValue("(member={0})") String groupFilter,
        @DefaultValue("cn") String groupAttribute,
        @DefaultValue Map<String, String> roles,
        @Nullable String managerDn,
        @Nullable String managerPassword,
        @DefaultValue("2s") Duration timeout) {

    DirectoryProperties {
        url.forEach(DirectoryProperties::checkUrl);
        if (!userFilter.contains("{0}")) {
            throw new InvalidPropertyException(
                    "portal.ldap.user-filter", userFilter, "name with {0} where the typed name goes, as in (uid={0})");
        }
        if (managerDn != null && !managerDn.isBlank() && (managerPassword == null || managerPassword.isEmpty())) {
            throw new InvalidPropertyException(
                    "portal.ldap.manager-password", "(empty)", "give the password of portal.ldap.manager-dn");
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw new InvalidPropertyException("portal.ldap.timeout", timeout, "it is a millisecond or more");
        }
    }

    /**
     * What finds a user by the uid of their session, {0}. They may have typed another name, such as their mail address: of
     * the user filter only the rest counts, such as that they are not disabled. An entry without a uid has the name that
     * was typed for one.
     */
    String uidFilter() {
        String whole = userFilter.startsWith("(") ? userFilter : "(" + userFilter + ")";
        String rest = whole.replace("{0}", "*");
        return "(|(&(" + uidAttribute + "={0})" + rest + ")(&(!(" + uidAttribute + "=*))" + whole + "))";
    }

    private static void checkUrl(String url) {
        URI uri = parsed(url);
        if (uri == null
                || !("ldap".equals(uri.getScheme()) || "ldaps".equals(uri.getScheme()))
                || uri.getHost() == null
                || !(uri.getPath().isEmpty() || uri.getPath().equals("/"))) {
            throw new InvalidPropertyException(
                    "portal.ldap.url", url, "write it as ldaps://host:port, and the rest as portal.ldap.base");
        }
    }

    private static @Nullable URI parsed(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Without the manager's password. */
    @Override
    public String toString() {
        return "DirectoryProperties" + url;
    }
}

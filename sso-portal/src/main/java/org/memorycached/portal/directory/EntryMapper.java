package org.memorycached.portal.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.users.PortalUser;
import org.springframework.ldap.core.DirContextAdapter;
import org.springframework.ldap.core.DirContextOperations;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.ldap.userdetails.UserDetailsContextMapper;

/** From an entry and its groups to a user, with the attributes that applications learn. */
final class EntryMapper implements UserDetailsContextMapper {

    private final DirectoryProperties properties;

    EntryMapper(DirectoryProperties properties) {
        this.properties = properties;
    }

    @Override
    public PortalUser mapUserFromContext(
            DirContextOperations entry, String username, Collection<? extends GrantedAuthority> groups) {
        String uid = uid(entry, username);
        Map<String, Object> attributes = new HashMap<>();
        properties.attributes().forEach(name -> put(attributes, name, entry.getStringAttributes(name)));
        attributes.putIfAbsent("cn", uid);
        attributes.put("uid", uid);
        attributes.put("dn", entry.getNameInNamespace());
        attributes.put("roles", roles(groups));
        return new PortalUser(uid, attributes, "", true);
    }

    /** The directory's spelling: what was typed may differ from it in case, or be another name of the user. */
    String uid(DirContextOperations entry, String typed) {
        return Objects.requireNonNullElse(entry.getStringAttribute(properties.uidAttribute()), typed);
    }

    private static void put(Map<String, Object> attributes, String name, String @Nullable [] values) {
        if (values != null && values.length > 0) {
            attributes.put(name, values.length == 1 ? values[0] : List.of(values));
        }
    }

    private List<String> roles(Collection<? extends GrantedAuthority> groups) {
        return groups.stream()
                .map(GrantedAuthority::getAuthority)
                .filter(Objects::nonNull)
                .flatMap(this::role)
                .distinct()
                .sorted()
                .toList();
    }

    private Stream<String> role(String group) {
        return properties.roles().isEmpty()
                ? Stream.of(group)
                : Stream.ofNullable(properties.roles().get(group));
    }

    @Override
    public void mapUserToContext(UserDetails user, DirContextAdapter entry) {
        throw new UnsupportedOperationException("The portal changes nothing in the directory");
    }
}

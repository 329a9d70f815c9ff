package org.memorycached.portal.directory;

import java.util.Collection;
import org.springframework.ldap.NamingException;
import org.springframework.ldap.core.DirContextOperations;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.ldap.userdetails.LdapAuthoritiesPopulator;

/**
 * The groups of an entry. Spring Security asks for them after the password, where it takes no failure of the directory for
 * one; and it tells the name that was typed, which groups need not list.
 */
final class DirectoryGroups implements LdapAuthoritiesPopulator {

    private final LdapAuthoritiesPopulator groups;
    private final EntryMapper mapper;

    DirectoryGroups(LdapAuthoritiesPopulator groups, EntryMapper mapper) {
        this.groups = groups;
        this.mapper = mapper;
    }

    @Override
    public Collection<? extends GrantedAuthority> getGrantedAuthorities(DirContextOperations entry, String username) {
        try {
            return groups.getGrantedAuthorities(entry, mapper.uid(entry, username));
        } catch (NamingException e) {
            throw new InternalAuthenticationServiceException("The directory cannot tell the user's groups", e);
        }
    }
}

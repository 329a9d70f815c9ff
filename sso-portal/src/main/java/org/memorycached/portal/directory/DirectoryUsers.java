package org.memorycached.portal.directory;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.memorycached.portal.users.AmbiguousUserException;
import org.memorycached.portal.users.PortalUser;
import org.memorycached.portal.users.UserSource;
import org.springframework.ldap.NamingException;
import org.springframework.ldap.core.DirContextOperations;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.ldap.userdetails.LdapAuthoritiesPopulator;

/** The directory's users as they are now, for sessions that began some time ago. */
final class DirectoryUsers implements UserSource {

    private final DirectorySearch search;
    private final LdapAuthoritiesPopulator groups;
    private final EntryMapper mapper;
    private final Set<String> optionalAttributes;

    DirectoryUsers(
            DirectorySearch search,
            LdapAuthoritiesPopulator groups,
            EntryMapper mapper,
            Collection<String> optionalAttributes) {
        this.search = search;
        this.groups = groups;
        this.mapper = mapper;
        this.optionalAttributes = Set.copyOf(optionalAttributes);
    }

    @Override
    public Set<String> optionalAttributes() {
        return optionalAttributes;
    }

    @Override
    public Optional<PortalUser> find(String uid) {
        try {
            DirContextOperations entry = search.searchForUser(uid);
            return Optional.of(mapper.mapUserFromContext(entry, uid, groups.getGrantedAuthorities(entry, uid)));
        } catch (DirectorySearch.AmbiguousNameException e) {
            throw new AmbiguousUserException(e);
        } catch (NamingException e) {
            throw new InternalAuthenticationServiceException("The directory cannot tell", e);
        } catch (UsernameNotFoundException e) {
            return Optional.empty();
        }
    }
}

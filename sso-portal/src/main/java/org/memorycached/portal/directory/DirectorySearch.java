package org.memorycached.portal.directory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.ldap.core.DirContextOperations;
import org.springframework.ldap.core.support.BaseLdapPathContextSource;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.ldap.search.FilterBasedLdapUserSearch;
import org.springframework.security.ldap.search.LdapUserSearch;

/** Finds the one entry of a name. What is special in a filter is escaped before the name gets into it (RFC 4515). */
final class DirectorySearch implements LdapUserSearch {

    private static final Logger LOG = LoggerFactory.getLogger(DirectorySearch.class);

    private final LdapUserSearch search;
    private final String filter;

    private DirectorySearch(DirectoryProperties properties, String filter, BaseLdapPathContextSource directory) {
        FilterBasedLdapUserSearch bySubtree = new FilterBasedLdapUserSearch(properties.userBase(), filter, directory);
        bySubtree.setSearchTimeLimit((int) properties.timeout().toMillis());
        this.search = bySubtree;
        this.filter = filter;
    }

    /** By the name that somebody types. */
    static DirectorySearch byTypedName(DirectoryProperties properties, BaseLdapPathContextSource directory) {
        return new DirectorySearch(properties, properties.userFilter(), directory);
    }

    /** By the uid that a session has. */
    static DirectorySearch byUid(DirectoryProperties properties, BaseLdapPathContextSource directory) {
        return new DirectorySearch(properties, properties.uidFilter(), directory);
    }

    @Override
    public DirContextOperations searchForUser(String username) {
        try {
            return search.searchForUser(username);
        } catch (IncorrectResultSizeDataAccessException e) {
            LOG.warn("Several entries match {} for one name: nobody can sign in by it", filter);
            throw new AmbiguousNameException(e);
        }
    }

    /** Nobody can say which of the entries it is. */
    static final class AmbiguousNameException extends UsernameNotFoundException {

        private static final long serialVersionUID = 1L;

        AmbiguousNameException(Throwable cause) {
            super("Several entries", cause);
        }
    }
}
